//! The nurses and families of the demo.

use super::cast::{Caregiver, Family, Home, Offer, Shift, Standing};
use crate::domain::people::types::Gender::{Female, Male};

const fn offer(
    category: &'static str,
    title: &'static str,
    price_irr: i64,
    unit: &'static str,
    overnight: Shift,
) -> Offer {
    Offer {
        category,
        title,
        price_irr,
        unit,
        overnight,
    }
}

/// Every nurse; the first three are shown at sign-in.
pub const CAREGIVERS: &[Caregiver] = &[
    Caregiver {
        name: "مریم احمدی",
        gender: Female,
        city: "تهران",
        districts: &[],
        about: "پرستار با ۱۲ سال سابقه در بخش سالمندان؛ آرام، منظم و خوش‌برخورد.",
        offers: &[
            offer(
                "elderly_care",
                "مراقبت روزانه از سالمند",
                4_500_000,
                "per_hour",
                Shift::Day,
            ),
            offer(
                "elderly_care",
                "شیفت شب سالمند",
                38_000_000,
                "per_day",
                Shift::Night,
            ),
        ],
        standing: Standing::Open,
        rating: Some((480, 64)),
    },
    Caregiver {
        name: "امیر حسینی",
        gender: Male,
        city: "تهران",
        districts: &[],
        about: "کارشناس پرستاری؛ مراقبت پس از جراحی و تزریقات در منزل.",
        offers: &[
            offer(
                "post_surgery",
                "مراقبت پس از جراحی",
                5_200_000,
                "per_hour",
                Shift::Day,
            ),
            offer(
                "injection",
                "تزریق و سرم در منزل",
                6_800_000,
                "per_visit",
                Shift::Day,
            ),
        ],
        standing: Standing::Open,
        rating: Some((465, 41)),
    },
    Caregiver {
        name: "زهرا کریمی",
        gender: Female,
        city: "تهران",
        districts: &["منطقه ۲", "منطقه ۵"],
        about: "فعلاً در حال استراحت است و درخواست تازه نمی‌پذیرد.",
        offers: &[offer(
            "child_care",
            "مراقبت از کودک",
            3_900_000,
            "per_hour",
            Shift::Day,
        )],
        standing: Standing::Resting,
        rating: Some((470, 22)),
    },
    Caregiver {
        name: "لیلا رضایی",
        gender: Female,
        city: "تهران",
        districts: &["منطقه ۱", "منطقه ۳"],
        about: "پرستار زخم و پانسمان؛ دوره‌دیده‌ی مراقبت از زخم دیابتی.",
        offers: &[offer(
            "wound_care",
            "پانسمان و مراقبت از زخم",
            7_500_000,
            "per_visit",
            Shift::Day,
        )],
        standing: Standing::Open,
        rating: Some((490, 37)),
    },
    Caregiver {
        name: "حمید نوری",
        gender: Male,
        city: "تهران",
        districts: &["منطقه ۶", "منطقه ۷"],
        about: "بیش از ۸ سال مراقبت از آقایان سالمند و کم‌توان.",
        offers: &[
            offer(
                "elderly_care",
                "همراهی و مراقبت روزانه",
                4_200_000,
                "per_hour",
                Shift::Day,
            ),
            offer(
                "elderly_care",
                "مراقبت شبانه‌روزی",
                62_000_000,
                "per_day",
                Shift::Night,
            ),
        ],
        standing: Standing::Open,
        rating: Some((430, 18)),
    },
    Caregiver {
        name: "شیرین قاسمی",
        gender: Female,
        city: "کرج",
        districts: &[],
        about: "مامای باتجربه؛ مراقبت مادر و نوزاد در روزهای نخست.",
        offers: &[offer(
            "mother_newborn",
            "مراقبت مادر و نوزاد",
            5_600_000,
            "per_hour",
            Shift::Day,
        )],
        standing: Standing::Open,
        rating: Some((475, 29)),
    },
    Caregiver {
        name: "رضا شریفی",
        gender: Male,
        city: "اصفهان",
        districts: &[],
        about: "فیزیوتراپی سبک و توان‌بخشی در منزل زیر نظر پزشک.",
        offers: &[offer(
            "physiotherapy",
            "توان‌بخشی در منزل",
            8_200_000,
            "per_visit",
            Shift::Day,
        )],
        standing: Standing::Open,
        rating: Some((455, 12)),
    },
    Caregiver {
        name: "نرگس مرادی",
        gender: Female,
        city: "شیراز",
        districts: &[],
        about: "پرستار کودک با گواهی کمک‌های اولیه.",
        offers: &[offer(
            "child_care",
            "مراقبت از کودک بیمار",
            4_100_000,
            "per_hour",
            Shift::Day,
        )],
        standing: Standing::Open,
        rating: Some((460, 9)),
    },
    Caregiver {
        name: "پریسا جعفری",
        gender: Female,
        city: "تهران",
        districts: &["منطقه ۴", "منطقه ۸"],
        about: "مدارک در دست بررسی است.",
        offers: &[offer(
            "elderly_care",
            "مراقبت روزانه",
            3_700_000,
            "per_hour",
            Shift::Day,
        )],
        standing: Standing::Unchecked,
        rating: None,
    },
    Caregiver {
        name: "سعید اکبری",
        gender: Male,
        city: "تهران",
        districts: &["منطقه ۱۱"],
        about: "پروانه‌ی کار در انتظار تمدید است.",
        offers: &[offer(
            "injection",
            "تزریقات در منزل",
            6_200_000,
            "per_visit",
            Shift::Day,
        )],
        standing: Standing::Lapsed,
        rating: None,
    },
];

const fn home(
    city: &'static str,
    district: &'static str,
    line: &'static str,
    postal_code: &'static str,
    at: (&'static str, &'static str),
) -> Home {
    Home {
        city,
        district,
        line,
        postal_code,
        at,
    }
}

/// Every family; the first two are shown at sign-in.
pub const FAMILIES: &[Family] = &[
    Family {
        name: "رضا محمدی",
        patients: &[("حاج‌علی محمدی", Male, 1941), ("فاطمه محمدی", Female, 1948)],
        places: &[
            home(
                "تهران",
                "منطقه ۳",
                "خیابان شریعتی، کوچه‌ی بهار، پلاک ۱۲، طبقه‌ی دوم",
                "1944613451",
                ("35.757210", "51.443870"),
            ),
            home(
                "تهران",
                "منطقه ۶",
                "خیابان ولیعصر، کوچه‌ی نیلوفر، پلاک ۷",
                "1415893274",
                ("35.714860", "51.406230"),
            ),
        ],
    },
    Family {
        name: "الهام سلطانی",
        patients: &[("پروین سلطانی", Female, 1951)],
        places: &[home(
            "تهران",
            "منطقه ۲",
            "سعادت‌آباد، خیابان هشتم، پلاک ۴۱، واحد ۵",
            "1998764523",
            ("35.782440", "51.376510"),
        )],
    },
    Family {
        name: "کاوه رحیمی",
        patients: &[("بابک رحیمی", Male, 1969)],
        places: &[home(
            "تهران",
            "منطقه ۱",
            "نیاوران، خیابان مژده، پلاک ۱۸",
            "1979655412",
            ("35.812340", "51.467890"),
        )],
    },
    Family {
        name: "سمیرا توکلی",
        patients: &[("آوا توکلی", Female, 2019)],
        places: &[home(
            "تهران",
            "منطقه ۵",
            "پونک، بلوار عدل، پلاک ۹۹",
            "1476733215",
            ("35.763310", "51.333720"),
        )],
    },
    Family {
        name: "منصور یزدانی",
        patients: &[("عزت یزدانی", Female, 1938), ("غلام یزدانی", Male, 1935)],
        places: &[home(
            "کرج",
            "گوهردشت",
            "خیابان پنجم، پلاک ۲۳",
            "3147719865",
            ("35.833120", "50.961450"),
        )],
    },
    Family {
        name: "مینا فروتن",
        patients: &[("هوشنگ فروتن", Male, 1950)],
        places: &[home(
            "اصفهان",
            "منطقه ۵",
            "چهارباغ بالا، کوچه‌ی سرو، پلاک ۳",
            "8163945120",
            ("32.632210", "51.664430"),
        )],
    },
];

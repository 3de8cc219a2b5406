//! The people of the demo: invented names, numbers from no real range of anybody we know.

use crate::domain::people::types::Gender;
use crate::kernel::actor::Role;

/// Somebody of the agency itself.
pub struct Colleague {
    /// Role they stand for.
    pub role: Role,
    /// Display name.
    pub name: &'static str,
    /// The part of the e-mail address before the at sign.
    pub login: &'static str,
}

/// Everybody behind the counter, and the doctors.
pub const COLLEAGUES: &[Colleague] = &[
    Colleague {
        role: Role::Owner,
        name: "نسرین کاویانی",
        login: "owner",
    },
    Colleague {
        role: Role::Admin,
        name: "بهرام صدیقی",
        login: "admin",
    },
    Colleague {
        role: Role::Finance,
        name: "مهتاب رستگار",
        login: "finance",
    },
    Colleague {
        role: Role::Agent,
        name: "سارا نیک‌بخت",
        login: "agent1",
    },
    Colleague {
        role: Role::Agent,
        name: "پیمان آذرنوش",
        login: "agent2",
    },
    Colleague {
        role: Role::Doctor,
        name: "دکتر کتایون مهرگان",
        login: "doctor1",
    },
    Colleague {
        role: Role::Doctor,
        name: "دکتر فرهاد بهمنی",
        login: "doctor2",
    },
];

/// A nurse of the demo.
pub struct Caregiver {
    /// Display name.
    pub name: &'static str,
    /// Woman or man; families may ask for one.
    pub gender: Gender,
    /// City they work in.
    pub city: &'static str,
    /// Districts they go to; empty means all of the city.
    pub districts: &'static [&'static str],
    /// A few words families read.
    pub about: &'static str,
    /// Offers: category, title, price in rials, unit, shift.
    pub offers: &'static [Offer],
    /// Whether the agency has checked their papers.
    pub standing: Standing,
    /// What families said so far: mean in hundredths and number of reviews.
    pub rating: Option<(i64, i64)>,
}

/// How far a nurse is admitted.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Checked and taking requests.
    Open,
    /// Checked, but resting.
    Resting,
    /// Papers not checked yet.
    Unchecked,
    /// Checked once, licence run out.
    Lapsed,
}

/// A priced offer of the demo.
pub struct Offer {
    /// Code of the category.
    pub category: &'static str,
    /// Title families read.
    pub title: &'static str,
    /// Price in rials.
    pub price_irr: i64,
    /// `per_visit`, `per_hour` or `per_day`.
    pub unit: &'static str,
    /// Whether the visit may end on the next day.
    pub overnight: Shift,
}

/// When an offer is for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Shift {
    /// Within one day.
    Day,
    /// Into the next day.
    Night,
}

/// A family of the demo.
pub struct Family {
    /// The payer.
    pub name: &'static str,
    /// Who receives care: name, gender, year of birth.
    pub patients: &'static [(&'static str, Gender, i16)],
    /// Where: city, district, line, postal code, latitude, longitude.
    pub places: &'static [Home],
}

/// A place of care.
pub struct Home {
    /// City.
    pub city: &'static str,
    /// District.
    pub district: &'static str,
    /// Street and number; sealed in the store.
    pub line: &'static str,
    /// Ten digits.
    pub postal_code: &'static str,
    /// Decimal degrees.
    pub at: (&'static str, &'static str),
}

/// What families write to a nurse; nothing medical.
pub const NOTES: &[&str] = &[
    "پدرم آرام است و دوست دارد همراهش چای بنوشید. زنگ طبقه‌ی دوم را بزنید.",
    "لطفاً ده دقیقه زودتر تماس بگیرید تا در را باز کنیم.",
    "مادرم شنوایی ضعیفی دارد؛ لطفاً شمرده صحبت کنید.",
    "آسانسور نداریم، طبقه‌ی سوم هستیم.",
    "در خانه گربه داریم؛ اگر حساسیت دارید بفرمایید.",
    "ترجیح می‌دهیم هر بار همان پرستار بیاید.",
    "جای پارک جلوی در هست.",
];

/// Why nurses say no.
pub const REASONS: &[&str] = &[
    "در این ساعت ویزیت دیگری دارم.",
    "این محله از مسیر من دور است.",
    "آن روز مرخصی هستم.",
];

//! Money in whole rials, and rates in basis points.
//!
//! All arithmetic is checked and in integers; halves round up. What does not fit is `None`, never
//! a wrapped number. Source: home care, bookings and money.

use crate::kernel::jalali::persian_digits;
use crate::kernel::text::ascii_digits;

/// Basis points in one whole: a rate has four decimals.
const WHOLE_BP: u32 = 10_000;
/// Minutes in the hour a price is given for.
const HOUR_MINUTES: i128 = 60;

/// An amount of current Iranian rials. May be negative (a balance); prices never are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Irr(i64);

impl Irr {
    /// Nothing.
    pub const ZERO: Self = Self(0);

    /// So many rials (not toman).
    #[must_use]
    pub const fn new(rials: i64) -> Self {
        Self(rials)
    }

    /// The number of rials.
    #[must_use]
    pub const fn get(self) -> i64 {
        self.0
    }

    /// The sum, or `None` when it does not fit.
    #[must_use]
    pub fn plus(self, other: Self) -> Option<Self> {
        self.0.checked_add(other.0).map(Self)
    }

    /// The difference, or `None` when it does not fit.
    #[must_use]
    pub fn minus(self, other: Self) -> Option<Self> {
        self.0.checked_sub(other.0).map(Self)
    }

    /// The amount `n` times, or `None` when it does not fit.
    #[must_use]
    pub fn times(self, n: u32) -> Option<Self> {
        self.0.checked_mul(i64::from(n)).map(Self)
    }

    /// All amounts together, or `None` when the sum does not fit.
    #[must_use]
    pub fn total(amounts: impl IntoIterator<Item = Self>) -> Option<Self> {
        amounts.into_iter().try_fold(Self::ZERO, Self::plus)
    }

    /// The part of a gross amount kept at a rate of `rate_bp` basis points, half up.
    ///
    /// Never more than the gross, so `gross − commission` is never negative.
    /// `None` for a negative gross or a rate above 10 000 (the whole).
    #[must_use]
    pub fn commission(self, rate_bp: u32) -> Option<Self> {
        let rate = Rate::from_bp(rate_bp)?;
        self.half_up(i128::from(rate.bp()), i128::from(WHOLE_BP))
    }

    /// A price per hour for so many minutes, half up; `None` for a negative price or an overflow.
    #[must_use]
    pub fn prorate_minutes(self, minutes: u32) -> Option<Self> {
        self.half_up(i128::from(minutes), HOUR_MINUTES)
    }

    /// `n` equal shares in whole rials with the remainder on the last; they sum to the amount.
    ///
    /// `None` for no shares or a negative amount.
    #[must_use]
    pub fn split(self, n: u16) -> Option<Vec<Self>> {
        let count = i64::from(n);
        let share = self.0.checked_div(count).filter(|_| self.0 >= 0)?;
        let mut shares = vec![Self(share); usize::from(n)];
        if let Some(last) = shares.last_mut() {
            last.0 += self.0 % count;
        }
        Some(shares)
    }

    /// `12,500,000`; a negative amount starts with `-`.
    #[must_use]
    pub fn grouped(self) -> String {
        let sign = if self.0 < 0 { "-" } else { "" };
        format!("{sign}{}", grouped_by(self.0.unsigned_abs(), ','))
    }

    /// `۱۲٬۵۰۰٬۰۰۰` in Persian digits; a negative amount starts with the minus sign U+2212.
    #[must_use]
    pub fn grouped_fa(self) -> String {
        let sign = if self.0 < 0 { "\u{2212}" } else { "" };
        persian_digits(&format!(
            "{sign}{}",
            grouped_by(self.0.unsigned_abs(), '\u{66C}')
        ))
    }

    /// `self × numerator / denominator` with halves up, computed wide enough never to overflow.
    fn half_up(self, numerator: i128, denominator: i128) -> Option<Self> {
        if self.0 < 0 {
            return None;
        }
        let exact = i128::from(self.0) * numerator;
        i64::try_from((2 * exact + denominator) / (2 * denominator))
            .ok()
            .map(Self)
    }
}

/// A share of an amount in basis points, from 0 to 10 000 (the whole).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Rate(u32);

impl Rate {
    /// From basis points; `None` above 10 000.
    #[must_use]
    pub fn from_bp(bp: u32) -> Option<Self> {
        (bp <= WHOLE_BP).then_some(Self(bp))
    }

    /// The rate in basis points, 0 to 10 000.
    #[must_use]
    pub const fn bp(self) -> u32 {
        self.0
    }

    /// Reads `0.15`, `0.1500`, `1` or `۰٫۱۵`: at most four decimals, between 0 and 1.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let plain = ascii_digits(text.trim());
        let (whole, fraction) = plain.split_once('.').unwrap_or((&plain, "0"));
        let is_digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
        if !matches!(whole, "0" | "1") || !(1..=4).contains(&fraction.len()) || !is_digits(fraction)
        {
            return None;
        }
        Self::from_bp(format!("{whole}{fraction:0<4}").parse().ok()?)
    }

    /// Always four decimals: `0.1500`.
    #[must_use]
    pub fn decimal(self) -> String {
        format!("{}.{:04}", self.0 / WHOLE_BP, self.0 % WHOLE_BP)
    }
}

fn grouped_by(amount: u64, separator: char) -> String {
    let digits = amount.to_string();
    let mut text = String::with_capacity(digits.len() * 2);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(separator);
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::{Irr, Rate};
    use proptest::prelude::{any, prop_assert, prop_assert_eq, proptest};

    const MAX: Irr = Irr::new(i64::MAX);
    const MIN: Irr = Irr::new(i64::MIN);

    #[test]
    fn sums_that_do_not_fit_are_refused() {
        let one = Irr::new(1);
        assert_eq!(MAX.plus(one), None);
        assert_eq!(MIN.minus(one), None);
        assert_eq!(MAX.times(2), None);
        assert_eq!(Irr::total([MAX, one]), None);
        assert_eq!(Irr::total([one, one, Irr::new(-5)]), Some(Irr::new(-3)));
        assert_eq!(Irr::total([]), Some(Irr::ZERO));
    }

    #[test]
    fn commission_rounds_halves_up() {
        for (gross, bp, commission) in [
            (10_000_000, 1_500, 1_500_000),
            (3, 5_000, 2),
            (1, 4_999, 0),
            (1, 5_000, 1),
            (333, 1_500, 50),
            (330, 1_500, 50),
            (329, 1_500, 49),
            (0, 10_000, 0),
            (12_345, 0, 0),
            (i64::MAX, 10_000, i64::MAX),
        ] {
            assert_eq!(
                Irr::new(gross).commission(bp),
                Some(Irr::new(commission)),
                "{gross} {bp}"
            );
        }
    }

    #[test]
    fn commission_of_a_debt_or_above_the_whole_is_refused() {
        assert_eq!(Irr::new(-1).commission(1_500), None);
        assert_eq!(Irr::new(100).commission(10_001), None);
    }

    #[test]
    fn an_hourly_price_counts_minutes_half_up() {
        for (price, minutes, due) in [
            (2_000_000, 60, 2_000_000),
            (2_000_000, 90, 3_000_000),
            (1_000_000, 20, 333_333),
            (1_000_000, 40, 666_667),
            (1, 30, 1),
            (1, 29, 0),
            (500, 0, 0),
        ] {
            let got = Irr::new(price).prorate_minutes(minutes);
            assert_eq!(got, Some(Irr::new(due)), "{price} {minutes}");
        }
        assert_eq!(MAX.prorate_minutes(61), None);
        assert_eq!(Irr::new(-60).prorate_minutes(1), None);
    }

    #[test]
    fn the_last_share_carries_the_remainder() {
        let shares = |amount: i64, n: u16| -> Option<Vec<i64>> {
            Some(
                Irr::new(amount)
                    .split(n)?
                    .into_iter()
                    .map(Irr::get)
                    .collect(),
            )
        };
        assert_eq!(shares(100, 3), Some(vec![33, 33, 34]));
        assert_eq!(shares(2, 3), Some(vec![0, 0, 2]));
        assert_eq!(shares(7, 1), Some(vec![7]));
        assert_eq!(shares(100, 0), None);
        assert_eq!(shares(-100, 3), None);
    }

    #[test]
    fn a_rate_has_at_most_four_decimals_between_nothing_and_the_whole() {
        for (text, bp) in [
            ("0.1500", 1_500),
            ("0.15", 1_500),
            ("0", 0),
            ("1", 10_000),
            ("1.0000", 10_000),
            ("0.0001", 1),
            ("۰٫۱۵", 1_500),
        ] {
            assert_eq!(Rate::parse(text).map(Rate::bp), Some(bp), "{text}");
        }
        for text in [
            "", ".", "0.", ".5", "1.0001", "2", "-0.1", "+0.1", "0.15000", "0.1a", "15%", "00.1",
            "0,15", "0.1.1", "1e-2",
        ] {
            assert_eq!(Rate::parse(text), None, "{text}");
        }
        assert_eq!(Rate::from_bp(10_001), None);
    }

    #[test]
    fn amounts_are_grouped_by_three() {
        for (amount, latin, persian) in [
            (12_500_000, "12,500,000", "۱۲٬۵۰۰٬۰۰۰"),
            (0, "0", "۰"),
            (999, "999", "۹۹۹"),
            (1_000, "1,000", "۱٬۰۰۰"),
            (-125_000, "-125,000", "\u{2212}۱۲۵٬۰۰۰"),
        ] {
            assert_eq!(Irr::new(amount).grouped(), latin);
            assert_eq!(Irr::new(amount).grouped_fa(), persian);
        }
        assert_eq!(MIN.grouped(), "-9,223,372,036,854,775,808");
    }

    proptest! {
        #[test]
        fn shares_sum_to_the_amount_and_differ_only_in_the_last(
            amount in 0..=i64::MAX, n in 1..=2_000u16,
        ) {
            let shares = Irr::new(amount).split(n).unwrap();
            prop_assert_eq!(shares.len(), usize::from(n));
            prop_assert_eq!(Irr::total(shares.iter().copied()), Some(Irr::new(amount)));
            let (last, equal) = shares.split_last().unwrap();
            prop_assert!(equal.iter().all(|share| *share == equal[0] && share <= last));
        }

        #[test]
        fn commission_and_the_rest_make_the_gross(gross in 0..=i64::MAX, bp in 0..=10_000u32) {
            let gross = Irr::new(gross);
            let commission = gross.commission(bp).unwrap();
            let rest = gross.minus(commission).unwrap();
            prop_assert!(commission >= Irr::ZERO && rest >= Irr::ZERO);
            prop_assert_eq!(commission.plus(rest), Some(gross));
            // Within half a rial of the exact product, and a half goes up.
            let doubled = 2 * (i128::from(gross.get()) * i128::from(bp));
            let off = doubled - 20_000 * i128::from(commission.get());
            prop_assert!((-10_000..10_000).contains(&off), "{}", off);
        }

        #[test]
        fn arithmetic_is_exact_or_refused(a in any::<i64>(), b in any::<i64>(), n in any::<u32>()) {
            let exact = |value: i128| i64::try_from(value).ok().map(Irr::new);
            let (x, y) = (Irr::new(a), Irr::new(b));
            prop_assert_eq!(x.plus(y), exact(i128::from(a) + i128::from(b)));
            prop_assert_eq!(x.minus(y), exact(i128::from(a) - i128::from(b)));
            prop_assert_eq!(x.times(n), exact(i128::from(a) * i128::from(n)));
        }

        #[test]
        fn whole_hours_cost_the_price_times_the_hours(
            price in 0..=1_000_000_000_000i64, h in 0..=24u32,
        ) {
            let price = Irr::new(price);
            prop_assert_eq!(price.prorate_minutes(h * 60), price.times(h));
        }

        #[test]
        fn a_printed_rate_reads_back_unchanged(bp in 0..=10_000u32) {
            let rate = Rate::from_bp(bp).unwrap();
            prop_assert_eq!(Rate::parse(&rate.decimal()), Some(rate));
        }
    }
}

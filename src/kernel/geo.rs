//! Places on the ground, in integer micro-degrees.
//!
//! Coordinates travel as decimals with at most six places (about 11 centimetres), so integers hold
//! them exactly and comparing or storing never rounds. The only floats of the program are the
//! trigonometry in [`distance_meters`].

use crate::kernel::text::ascii_digits;

/// Micro-degrees in one degree.
const UDEG: i32 = 1_000_000;
/// Mean earth radius in metres (IUGG).
const EARTH_RADIUS_METERS: f64 = 6_371_008.8;
/// Longest decimal looked at; `-179.123456` has eleven characters.
const MAX_DECIMAL: usize = 32;
/// Largest power of ten read either way; no coordinate needs more.
const MAX_EXPONENT: i32 = 20;

/// A position on the ground. Where somebody lives or stands is personal: no Debug, no Display.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Point {
    lat_udeg: i32,
    lng_udeg: i32,
}

impl Point {
    /// From micro-degrees; `None` beyond ±90° latitude or ±180° longitude.
    #[must_use]
    pub fn new(lat_udeg: i32, lng_udeg: i32) -> Option<Self> {
        let valid = in_range(lat_udeg, 90) && in_range(lng_udeg, 180);
        valid.then_some(Self { lat_udeg, lng_udeg })
    }

    /// From two decimals as a person types them or a JSON number prints; see [`parse_udeg`].
    #[must_use]
    pub fn parse(lat: &str, lng: &str) -> Option<Self> {
        Self::new(parse_udeg(lat)?, parse_udeg(lng)?)
    }

    /// Latitude in micro-degrees, −90 000 000 to 90 000 000.
    #[must_use]
    pub fn lat_udeg(self) -> i32 {
        self.lat_udeg
    }

    /// Longitude in micro-degrees, −180 000 000 to 180 000 000.
    #[must_use]
    pub fn lng_udeg(self) -> i32 {
        self.lng_udeg
    }

    /// Latitude as the shortest exact decimal: `35.7`, `-0.000001`, `36`.
    #[must_use]
    pub fn lat(self) -> String {
        decimal(self.lat_udeg)
    }

    /// Longitude as the shortest exact decimal.
    #[must_use]
    pub fn lng(self) -> String {
        decimal(self.lng_udeg)
    }
}

/// A decimal number of degrees as micro-degrees, exactly.
///
/// Reads the grammar of JSON numbers, exponent included (small values print as `1e-6`), digits of
/// any script. `None` for anything else, more than six significant decimals, or beyond ±180.
#[must_use]
pub fn parse_udeg(text: &str) -> Option<i32> {
    let plain = ascii_digits(text.trim());
    if plain.len() > MAX_DECIMAL {
        return None;
    }
    let (mantissa, exponent) = match plain.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, parse_exponent(exponent)?),
        None => (plain.as_str(), 0),
    };
    let (sign, unsigned) = match mantissa.strip_prefix('-') {
        Some(rest) => (-1, rest),
        None => (1, mantissa),
    };
    let (whole, fraction) = match unsigned.split_once('.') {
        Some((whole, fraction)) => (whole, digits(fraction)?),
        None => (unsigned, ""),
    };
    let value: i128 = format!("{}{fraction}", digits(whole)?).parse().ok()?;
    let shift = 6 + exponent - i32::try_from(fraction.len()).ok()?;
    let udeg = i32::try_from(shifted(value, shift)?).ok()?;
    in_range(udeg, 180).then_some(sign * udeg)
}

/// Great-circle distance in whole metres, rounded to the nearest; at most 20 015 114.
#[must_use]
#[expect(
    clippy::float_arithmetic,
    reason = "trigonometry on a sphere has no integer form"
)]
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a rounded, finite value between 0 and half the circumference fits u32 exactly"
)]
pub fn distance_meters(a: Point, b: Point) -> u32 {
    let radians = |udeg: i32| (f64::from(udeg) / f64::from(UDEG)).to_radians();
    let half_lat = (radians(a.lat_udeg) - radians(b.lat_udeg)) / 2.0;
    let half_lng = (radians(a.lng_udeg) - radians(b.lng_udeg)) / 2.0;
    let parallels = radians(a.lat_udeg).cos() * radians(b.lat_udeg).cos();
    let haversine = half_lat.sin().powi(2) + parallels * half_lng.sin().powi(2);
    // Rounding can lift antipodes a hair above 1, where asin is not a number.
    let angle = 2.0 * haversine.clamp(0.0, 1.0).sqrt().asin();
    (EARTH_RADIUS_METERS * angle).round() as u32
}

fn in_range(udeg: i32, degrees: i32) -> bool {
    udeg.abs_diff(0) <= degrees.unsigned_abs() * UDEG.unsigned_abs()
}

fn digits(text: &str) -> Option<&str> {
    (!text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())).then_some(text)
}

fn parse_exponent(text: &str) -> Option<i32> {
    let exponent: i32 = text.parse().ok()?;
    (-MAX_EXPONENT..=MAX_EXPONENT)
        .contains(&exponent)
        .then_some(exponent)
}

/// `value × 10^shift` when that is a whole number.
fn shifted(value: i128, shift: i32) -> Option<i128> {
    let scale = 10i128.checked_pow(shift.unsigned_abs())?;
    if shift >= 0 {
        return value.checked_mul(scale);
    }
    (value % scale == 0).then_some(value / scale)
}

fn decimal(udeg: i32) -> String {
    let (size, unit) = (udeg.unsigned_abs(), UDEG.unsigned_abs());
    let (whole, part) = (size / unit, size % unit);
    let sign = if udeg < 0 { "-" } else { "" };
    let text = format!("{sign}{whole}.{part:06}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

#[cfg(test)]
mod tests {
    use super::{Point, distance_meters, parse_udeg};
    use proptest::prelude::{prop_assert, prop_assert_eq, proptest};

    fn point(lat: &str, lng: &str) -> Point {
        Point::parse(lat, lng).unwrap()
    }

    #[test]
    fn decimals_are_read_exactly() {
        for (text, udeg) in [
            ("35.699739", 35_699_739),
            ("-0.000001", -1),
            ("0", 0),
            ("-0.0", 0),
            ("180", 180_000_000),
            ("-180.000000", -180_000_000),
            ("35.7123450", 35_712_345),
            ("1e-6", 1),
            ("-2.5e-5", -25),
            ("1.5E2", 150_000_000),
            (" ۳۵٫۷ ", 35_700_000),
        ] {
            assert_eq!(parse_udeg(text), Some(udeg), "{text}");
        }
    }

    #[test]
    fn a_seventh_decimal_or_anything_but_a_number_is_refused() {
        for text in [
            "",
            "-",
            ".",
            ".5",
            "5.",
            "+5",
            "--5",
            "5.-1",
            "1e",
            "1e-7",
            "1e99",
            "e5",
            "NaN",
            "inf",
            "35,7",
            "35.6997391",
            "35.7 N",
            "0x10",
            "180.000001",
            "-180.000001",
            "4294967297",
            "99999999999999999999999999999999999999999",
        ] {
            assert_eq!(parse_udeg(text), None, "{text}");
        }
    }

    #[test]
    fn a_point_off_the_globe_is_refused() {
        assert!(Point::parse("90", "180").is_some() && Point::parse("-90", "-180").is_some());
        assert!(Point::parse("90.000001", "0").is_none());
        assert!(Point::new(0, 180_000_001).is_none());
        assert!(Point::new(i32::MIN, i32::MIN).is_none());
    }

    #[test]
    fn decimals_are_printed_without_idle_zeros() {
        let p = point("35.700", "-51.000001");
        assert_eq!((p.lat().as_str(), p.lng().as_str()), ("35.7", "-51.000001"));
        let p = point("-0.05", "120");
        assert_eq!((p.lat().as_str(), p.lng().as_str()), ("-0.05", "120"));
    }

    #[test]
    fn known_distances_come_out_right() {
        let quarter = distance_meters(point("0", "0"), point("90", "0"));
        assert_eq!(quarter, 10_007_557);
        let half = distance_meters(point("0", "0"), point("0", "180"));
        assert_eq!(half, 20_015_114);
        let degree = distance_meters(point("35", "51"), point("36", "51"));
        assert_eq!(degree, 111_195);
        // Azadi Tower to Milad Tower, Tehran.
        let towers = distance_meters(
            point("35.699739", "51.338097"),
            point("35.744722", "51.375278"),
        );
        assert!((6_015..=6_030).contains(&towers), "{towers}");
    }

    #[test]
    fn the_visit_tolerance_is_measured_in_metres() {
        let home = point("35.7", "51.4");
        assert_eq!(distance_meters(home, home), 0);
        assert_eq!(distance_meters(home, point("35.701349", "51.4")), 150);
        assert_eq!(distance_meters(home, point("35.701358", "51.4")), 151);
    }

    #[test]
    fn the_date_line_is_no_distance() {
        assert_eq!(distance_meters(point("10", "180"), point("10", "-180")), 0);
    }

    proptest! {
        #[test]
        fn printed_points_read_back_unchanged(
            lat in -90_000_000..=90_000_000i32, lng in -180_000_000..=180_000_000i32,
        ) {
            let p = Point::new(lat, lng).unwrap();
            prop_assert!(point(&p.lat(), &p.lng()) == p);
        }

        #[test]
        fn distance_is_the_same_both_ways_and_bounded(
            a in (-90_000_000..=90_000_000i32, -180_000_000..=180_000_000i32),
            b in (-90_000_000..=90_000_000i32, -180_000_000..=180_000_000i32),
        ) {
            let (a, b) = (Point::new(a.0, a.1).unwrap(), Point::new(b.0, b.1).unwrap());
            prop_assert_eq!(distance_meters(a, b), distance_meters(b, a));
            prop_assert!(distance_meters(a, b) <= 20_015_114);
        }
    }
}

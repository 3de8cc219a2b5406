//! Iranian numbers that carry their own check: national id, Sheba; and the postal code.
//!
//! The types hold personal data: no Debug, Display or Serialize.

use super::{all_digits, compact, first, last};

/// An Iranian postal code: exactly ten digits of any script, blanks and dashes dropped.
///
/// Stricter patterns in circulation refuse real addresses, so only the length is a rule.
#[must_use]
pub fn postal_code(text: &str) -> Option<String> {
    compact(text).filter(|code| code.len() == 10 && all_digits(code))
}

/// An Iranian national id: ten digits with a valid check digit.
#[derive(Clone, PartialEq, Eq)]
pub struct NationalId(String);

impl NationalId {
    /// Reads 8 to 10 digits of any script. Spreadsheets cut leading zeros, so they are put back.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let typed = compact(text).filter(|id| (8..=10).contains(&id.len()) && all_digits(id))?;
        let id = format!("{typed:0>10}");
        let all_equal = id.bytes().all(|b| id.starts_with(char::from(b)));
        (!all_equal && national_id_check(&id)).then_some(Self(id))
    }

    /// The ten digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Only the last three digits: `•••689`.
    #[must_use]
    pub fn masked(&self) -> String {
        format!("•••{}", last(&self.0, 3))
    }
}

/// An Iranian bank account number (Sheba): `IR` and 24 digits whose remainder mod 97 is 1.
#[derive(Clone, PartialEq, Eq)]
pub struct Iban(String);

impl Iban {
    /// Reads it with or without `IR`, with blanks or dashes, in any digit script.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let typed = compact(text)?.to_ascii_uppercase();
        let digits = typed.strip_prefix("IR").unwrap_or(&typed);
        if digits.len() != 24 || !all_digits(digits) {
            return None;
        }
        let (check, account) = digits.split_at(2);
        // Check digits are 98 minus a remainder, so these three can pass mod 97 but never occur.
        let possible = !matches!(check, "00" | "01" | "99");
        // 1827 spells the country code IR; it moves behind the account with the check digits.
        let remainder = remainder_97(&format!("{account}1827{check}"));
        (possible && remainder == 1).then(|| Self(format!("IR{digits}")))
    }

    /// `IR` and 24 digits, no blanks.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Both ends only: `IR82…9002`.
    #[must_use]
    pub fn masked(&self) -> String {
        format!("{}…{}", first(&self.0, 4), last(&self.0, 4))
    }
}

/// Weighted sum of the first nine digits mod 11, compared with the tenth.
fn national_id_check(id: &str) -> bool {
    let digits: Vec<u32> = id.chars().filter_map(|c| c.to_digit(10)).collect();
    let [head @ .., check] = digits.as_slice() else {
        return false;
    };
    let sum: u32 = head
        .iter()
        .zip((2..=10).rev())
        .map(|(digit, weight)| digit * weight)
        .sum();
    let rest = sum % 11;
    *check == if rest < 2 { rest } else { 11 - rest }
}

fn remainder_97(digits: &str) -> u32 {
    digits
        .chars()
        .filter_map(|c| c.to_digit(10))
        .fold(0, |rest, digit| (rest * 10 + digit) % 97)
}

#[cfg(test)]
mod tests {
    use super::{Iban, NationalId, postal_code};

    #[test]
    fn a_national_id_needs_its_check_digit() {
        for (typed, id) in [
            ("0076229645", "0076229645"),
            ("76229645", "0076229645"),
            ("۴۹۹۳۷۰۸۹۹", "0499370899"),
            ("158-325068-9", "1583250689"),
        ] {
            assert_eq!(NationalId::parse(typed).unwrap().as_str(), id, "{typed}");
        }
        for typed in [
            "1234567890",
            "1111111111",
            "0000000000",
            "1583250688",
            "7622964",
            "",
            "15832506891",
            "158325068x",
        ] {
            assert!(NationalId::parse(typed).is_none(), "{typed}");
        }
    }

    #[test]
    fn a_sheba_needs_24_digits_and_its_checksum() {
        for typed in [
            "IR820540102680020817909002",
            "820540102680020817909002",
            "ir82 0540-1026 8002 0817 9090 02",
            "IR ۸۲۰۵۴۰۱۰۲۶۸۰۰۲۰۸۱۷۹۰۹۰۰۲",
        ] {
            assert_eq!(
                Iban::parse(typed).unwrap().as_str(),
                "IR820540102680020817909002"
            );
        }
        assert!(Iban::parse("IR062960000000100324200001").is_some());
        for typed in [
            "IR820540102680020817909003",
            "DE820540102680020817909002",
            "",
            "IR",
            "IR82054010268002081790900",
            "IR8205401026800208179090022",
        ] {
            assert!(Iban::parse(typed).is_none(), "{typed}");
        }
    }

    #[test]
    fn a_sheba_with_impossible_check_digits_is_refused() {
        // 01 and 98 leave the same remainder, so some account passes mod 97 with each of them.
        let passing = (0..97)
            .map(|n| format!("98{n:022}"))
            .find(|s| Iban::parse(s).is_some());
        let forged = passing.unwrap().replacen("98", "01", 1);
        assert!(Iban::parse(&forged).is_none());
    }

    #[test]
    fn a_postal_code_has_ten_digits() {
        assert_eq!(postal_code("۱۹۳۹۵-۳۴۵۶۷").as_deref(), Some("1939534567"));
        for typed in ["", "193953456", "19395345678", "19395a4567"] {
            assert_eq!(postal_code(typed), None, "{typed}");
        }
    }

    #[test]
    fn masks_show_only_the_ends() {
        assert_eq!(NationalId::parse("1583250689").unwrap().masked(), "•••689");
        assert_eq!(
            Iban::parse("IR820540102680020817909002").unwrap().masked(),
            "IR82…9002"
        );
    }
}

//! How a person is reached: mobile number and e-mail address.
//!
//! Both are personal data: no Debug, Display or Serialize.

use super::{all_digits, ascii_digits, compact, first, fits, last, normalise};

/// Longest typed address looked at: a valid one has 254 characters, plus stray marks around it.
const MAX_EMAIL_INPUT: usize = 320;

/// A mobile number in E.164 form.
#[derive(Clone, PartialEq, Eq)]
pub struct Mobile(String);

impl Mobile {
    /// Reads `09…`, `9…`, `98…`, `+98…`, `0098…` with any digit script, blanks, dashes, brackets.
    ///
    /// Iranian numbers must lie in a mobile range; numbers of other countries need `+` or `00` and
    /// are taken with 8 to 15 digits, since their mobile ranges are not ours to know.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let typed = compact(text)?;
        if let Some(abroad) = typed.strip_prefix('+').or_else(|| typed.strip_prefix("00")) {
            return Self::from_country_digits(abroad);
        }
        match typed.len() {
            10 => Self::iranian(&typed),
            11 => Self::iranian(typed.strip_prefix('0')?),
            12 => Self::iranian(typed.strip_prefix("98")?),
            _ => None,
        }
    }

    fn from_country_digits(digits: &str) -> Option<Self> {
        if let Some(national) = digits.strip_prefix("98") {
            // "+98 (0)912…" keeps the trunk zero that only belongs to calls inside the country.
            return Self::iranian(national.strip_prefix('0').unwrap_or(national));
        }
        let plausible =
            (8..=15).contains(&digits.len()) && all_digits(digits) && !digits.starts_with('0');
        plausible.then(|| Self(format!("+{digits}")))
    }

    fn iranian(national: &str) -> Option<Self> {
        let valid = national.len() == 10 && all_digits(national) && in_mobile_range(national);
        valid.then(|| Self(format!("+98{national}")))
    }

    /// The stored and indexed form: `+989…` for Iran, `+` and 8 to 15 digits elsewhere.
    #[must_use]
    pub fn as_e164(&self) -> &str {
        &self.0
    }

    /// Enough to recognise one's own number: `0912•••4567`, or `+49•••67` for other countries.
    #[must_use]
    pub fn masked(&self) -> String {
        match self.0.strip_prefix("+98") {
            Some(national) => format!("0{}•••{}", first(national, 3), last(national, 4)),
            None => format!("{}•••{}", first(&self.0, 3), last(&self.0, 2)),
        }
    }
}

/// An e-mail address, spelled as its owner typed it.
#[derive(Clone, PartialEq, Eq)]
pub struct Email(String);

impl Email {
    /// Accepts one plain ASCII address of at most 254 characters with a dotted domain.
    ///
    /// Quoted local parts, comments and address literals are refused: nobody writes them in a form,
    /// and they are what header injection is made of.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        if !fits(text, MAX_EMAIL_INPUT) {
            return None;
        }
        let address = ascii_digits(&normalise(text));
        let (local, domain) = address.split_once('@')?;
        let valid = address.len() <= 254 && is_local_part(local) && is_domain(domain);
        valid.then_some(Self(address))
    }

    /// The address to write to, as typed.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Lower-cased, for the blind index: addresses differing only in case are one account.
    #[must_use]
    pub fn index_form(&self) -> String {
        self.0.to_ascii_lowercase()
    }

    /// First letter and domain: `s•••@example.com`.
    #[must_use]
    pub fn masked(&self) -> String {
        let (local, domain) = self.0.split_once('@').unwrap_or((&self.0, ""));
        format!("{}•••@{domain}", first(local, 1))
    }
}

/// Ranges of the Iranian numbering plan that are mobile: 90[0-5], 91, 92[0-3], 93, 99.
fn in_mobile_range(national: &str) -> bool {
    matches!(
        national.as_bytes(),
        [b'9', b'0', b'0'..=b'5', ..]
            | [b'9', b'2', b'0'..=b'3', ..]
            | [b'9', b'1' | b'3' | b'9', ..]
    )
}

fn is_local_part(local: &str) -> bool {
    let allowed = |b: u8| b.is_ascii_alphanumeric() || b"!#$%&'*+-/=?^_`{|}~.".contains(&b);
    (1..=64).contains(&local.len())
        && local.bytes().all(allowed)
        && local.split('.').all(|part| !part.is_empty())
}

fn is_domain(domain: &str) -> bool {
    let label = |part: &str| {
        (1..=63).contains(&part.len())
            && part.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
            && !part.starts_with('-')
            && !part.ends_with('-')
    };
    let Some((_, top)) = domain.rsplit_once('.') else {
        return false;
    };
    domain.split('.').all(label) && top.len() >= 2 && !all_digits(top)
}

#[cfg(test)]
mod tests {
    use super::{Email, Mobile};
    use proptest::prelude::{prop_assert_eq, proptest};

    fn mobile(text: &str) -> Option<String> {
        Mobile::parse(text).map(|m| m.as_e164().to_owned())
    }

    #[test]
    fn every_way_of_typing_an_iranian_mobile_is_one_number() {
        for typed in [
            "09123456789",
            "9123456789",
            "989123456789",
            "+989123456789",
            "00989123456789",
            "۰۹۱۲۳۴۵۶۷۸۹",
            "٠٩١٢٣٤٥٦٧٨٩",
            "0912 345 67-89",
            "+98 (912) 345–6789",
            "+98 (0)912 345 6789",
            "\u{202A}+98 912 345 6789\u{202C}",
        ] {
            assert_eq!(mobile(typed).as_deref(), Some("+989123456789"), "{typed}");
        }
    }

    #[test]
    fn a_number_outside_the_mobile_ranges_is_refused() {
        for typed in [
            "",
            "+",
            "00",
            "0912345678",
            "091234567890",
            "02188776655",
            "+982188776655",
            "09063456789",
            "09243456789",
            "09443456789",
            "0912345678a",
            "0912+345678",
            "12345678",
            "۰۹۱۲۳۴۵۶۷۸۹۰۱۲۳۴۵۶۷۸۹۰۱۲۳۴۵۶۷۸۹۰۱۲۳۴۵۶۷۸۹۰۱۲۳۴۵۶۷۸۹۰۱۲۳۴۵۶۷۸۹۰۱۲۳۴۵۶۷۸۹",
        ] {
            assert_eq!(mobile(typed), None, "{typed}");
        }
        for typed in [
            "09013456789",
            "09051112233",
            "09203456789",
            "09391112233",
            "09901112233",
        ] {
            assert!(mobile(typed).is_some(), "{typed}");
        }
    }

    #[test]
    fn a_foreign_number_needs_its_country_code_and_8_to_15_digits() {
        assert_eq!(
            mobile("+49 1512 3456789").as_deref(),
            Some("+4915123456789")
        );
        assert_eq!(
            mobile("0049-1512-3456789").as_deref(),
            Some("+4915123456789")
        );
        assert!(mobile("+12345678").is_some() && mobile("+123456789012345").is_some());
        for typed in [
            "+1234567",
            "+1234567890123456",
            "+01234567890",
            "4915123456789",
        ] {
            assert_eq!(mobile(typed), None, "{typed}");
        }
    }

    #[test]
    fn an_address_is_kept_as_typed_and_found_in_any_case() {
        let email = Email::parse(" Sara.Ahmadi+۱@Example.COM\u{200F}").unwrap();
        assert_eq!(email.as_str(), "Sara.Ahmadi+1@Example.COM");
        assert_eq!(email.index_form(), "sara.ahmadi+1@example.com");
    }

    #[test]
    fn what_is_not_one_plain_address_is_refused() {
        let long = format!("{}@example.com", "a".repeat(65));
        let labels = format!("a@{}com", "abc.".repeat(80));
        for typed in [
            "",
            "a",
            "@b.ir",
            "a@",
            "a@b",
            "a@b.",
            "a@.ir",
            "a@-b.ir",
            "a@b-.ir",
            "a@b.c",
            "a@b.12",
            "a@@b.ir",
            "a@b@c.ir",
            ".a@b.ir",
            "a.@b.ir",
            "a..c@b.ir",
            "a b@c.ir",
            "a@b.ir\nBcc: c@d.ir",
            "<a@b.ir>",
            "a,c@b.ir",
            "سارا@b.ir",
            "\"a\"@b.ir",
            &long,
            &labels,
        ] {
            assert!(Email::parse(typed).is_none(), "{typed}");
        }
    }

    #[test]
    fn masks_show_only_the_ends() {
        assert_eq!(
            Mobile::parse("09121234567").unwrap().masked(),
            "0912•••4567"
        );
        assert_eq!(
            Mobile::parse("+4915123456789").unwrap().masked(),
            "+49•••89"
        );
        assert_eq!(
            Email::parse("sara@example.com").unwrap().masked(),
            "s•••@example.com"
        );
    }

    proptest! {
        #[test]
        fn a_stored_mobile_reads_back_as_itself(rest in 0u32..100_000_000) {
            let stored = mobile(&format!("091{rest:08}"));
            prop_assert_eq!(stored.as_deref().and_then(mobile), stored);
        }
    }
}

//! Pure decisions about people. Source: home care, people.

use super::types::nurses::{CredentialKind, District, Rating};
use super::types::{Primary, Standing};
use crate::kernel::text;
use crate::kernel::time::Day;

/// Whether an address becomes the primary one. The first of a customer always does.
pub fn becomes_primary(wanted: Primary, others: i64) -> bool {
    others == 0 || wanted == Primary::Yes
}

/// The last day on which every mandatory kind on file still holds; `None` when there is no such
/// end. Of several papers of one kind the one that holds longest counts.
pub fn credentials_until(papers: &[(CredentialKind, Option<Day>)]) -> Option<Day> {
    CredentialKind::ALL
        .iter()
        .filter(|kind| kind.is_mandatory())
        .filter_map(|kind| longest(papers, *kind))
        .min()
}

/// The last day of the paper of a kind that holds longest; `None` when there is no paper of that
/// kind or one of them does not end.
fn longest(papers: &[(CredentialKind, Option<Day>)], kind: CredentialKind) -> Option<Day> {
    let of_kind = papers.iter().filter(|(held, _)| *held == kind);
    let ends: Option<Vec<Day>> = of_kind.map(|(_, ends)| *ends).collect();
    ends?.into_iter().max()
}

/// Whether credentials that hold until a day hold on another: the last day still counts.
pub fn standing(until: Option<Day>, on: Day) -> Standing {
    match until {
        Some(last) if last < on => Standing::Expired,
        Some(_) | None => Standing::InForce,
    }
}

/// Whether a nurse with these districts comes to a place. No district at all means anywhere, one
/// without a name means the whole city; spelling variants of one name are equal.
pub fn serves(districts: &[District], city: &str, district: &str) -> bool {
    let (city, district) = (text::search_form(city), text::search_form(district));
    districts.is_empty()
        || districts.iter().any(|served| {
            let named = served.district.as_deref().map(text::search_form);
            text::search_form(&served.city) == city && named.is_none_or(|named| named == district)
        })
}

/// Whether a mean has reviews behind it and lies from 1 to 5 stars; without reviews there is none.
pub fn is_rating(rating: Rating) -> bool {
    match rating.average_hundredths {
        Some(average) => rating.reviews > 0 && (100..=500).contains(&average),
        None => rating.reviews == 0,
    }
}

/// Whether somebody can have been born on a day, seen from today.
pub fn is_birth_date(day: Day, today: Day) -> bool {
    day <= today && day.date().year() >= 1_900
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        Day::parse(text).unwrap()
    }

    #[test]
    fn the_first_address_is_primary_whatever_was_asked() {
        for wanted in [Primary::Yes, Primary::No, Primary::Unsaid] {
            assert!(becomes_primary(wanted, 0));
            assert_eq!(becomes_primary(wanted, 1), wanted == Primary::Yes);
        }
    }

    #[test]
    fn a_credential_holds_through_its_last_day() {
        let last = Some(day("2026-03-20"));
        assert_eq!(standing(last, day("2026-03-19")), Standing::InForce);
        assert_eq!(standing(last, day("2026-03-20")), Standing::InForce);
        assert_eq!(standing(last, day("2026-03-21")), Standing::Expired);
        assert_eq!(standing(None, day("9999-01-01")), Standing::InForce);
    }

    #[test]
    fn the_first_mandatory_kind_to_end_decides() {
        use CredentialKind::{BackgroundCheck, HealthCertificate, NursingLicense};
        let check = |papers: &[(CredentialKind, Option<&str>)], until: Option<&str>| {
            let papers: Vec<_> = papers.iter().map(|(k, e)| (*k, e.map(day))).collect();
            assert_eq!(credentials_until(&papers), until.map(day));
        };
        check(&[], None);
        check(
            &[
                (NursingLicense, Some("2027-01-01")),
                (BackgroundCheck, Some("2026-06-01")),
            ],
            Some("2026-06-01"),
        );
        // Renewed: the longer one counts.
        check(
            &[
                (NursingLicense, Some("2025-01-01")),
                (NursingLicense, Some("2028-01-01")),
            ],
            Some("2028-01-01"),
        );
        check(
            &[(NursingLicense, Some("2025-01-01")), (NursingLicense, None)],
            None,
        );
        // Not mandatory: its end stops nobody.
        check(&[(HealthCertificate, Some("2020-01-01"))], None);
    }

    #[test]
    fn a_nurse_serves_listed_districts_whole_cities_or_everywhere() {
        let served = |city: &str, district: Option<&str>| District {
            city: city.to_owned(),
            district: district.map(str::to_owned),
        };
        assert!(serves(&[], "تهران", "ونک"));
        assert!(serves(&[served("تهران", None)], "تهران", "ونک"));
        assert!(serves(&[served("تهران", Some("ونك"))], "تهران", "ونک"));
        assert!(!serves(&[served("تهران", Some("تجریش"))], "تهران", "ونک"));
        assert!(!serves(&[served("کرج", None)], "تهران", "ونک"));
        assert!(!serves(&[served("کرج", Some("ونک"))], "تهران", "ونک"));
    }

    #[test]
    fn nobody_is_born_tomorrow_or_before_1900() {
        let today = day("2026-03-01");
        assert!(is_birth_date(today, today) && is_birth_date(day("1900-01-01"), today));
        assert!(!is_birth_date(day("2026-03-02"), today));
        assert!(!is_birth_date(day("1899-12-31"), today));
    }
}

//! Passwords: Argon2id, bounded cost, and a refusal of the ones everybody guesses first.
//!
//! Source: foundation, identity. No composition rules: length and obscurity are what counts.

use std::collections::HashSet;
use std::hint::black_box;
use std::sync::LazyLock;

use orion::hazardous::kdf::argon2::{Argon2, CostParams, ID, PasswordHash, Sequential};
use orion::pwhash::OWASP_ARGON2ID_2ND;

use super::encoding::ascii_digit;
use super::error::VaultError;
use super::random;

/// Fewest characters a password may have.
pub const MIN_CHARS: usize = 10;
/// Most characters a password may have; also the most that is ever hashed.
pub const MAX_CHARS: usize = 200;

const HASH_BYTES: usize = 32;
/// A stored hash beyond these costs is refused unread: verifying it would be a denial of service.
const MAX_MEMORY_KIB: u32 = 256 * 1024;
const MAX_PASSES: u32 = 10;
const MAX_LANES: u32 = 4;
/// Longest repeated unit that makes a password guessable ("1234512345", "salamsalam").
const MAX_UNIT_CHARS: usize = 6;

/// How much work one hash takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cost {
    /// 19 MiB, two passes: what every real account uses.
    Standard,
    /// 64 KiB, one pass: for tests and the demonstration, where hundreds of accounts are made.
    Demo,
}

/// Why a password is not accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Weakness {
    /// Fewer than [`MIN_CHARS`] characters.
    TooShort,
    /// More than [`MAX_CHARS`] characters.
    TooLong,
    /// Among the first that anyone would try.
    Common,
}

static COMMON: LazyLock<HashSet<&'static str>> =
    LazyLock::new(|| include_str!("common_passwords.txt").lines().collect());

/// Hashes a password at the standard cost, in the usual `$argon2id$…` text form.
pub fn hash(password: &str) -> Result<String, VaultError> {
    hash_with(Cost::Standard, password)
}

/// Hashes a password at a chosen cost.
pub fn hash_with(cost: Cost, password: &str) -> Result<String, VaultError> {
    if is_too_long(password) {
        return Err(VaultError::PasswordTooLong);
    }
    let salt: [u8; 16] = random::bytes()?;
    let hash = argon2id(password, &salt, cost)?;
    Ok(hash.unprotected_as_ref::<str>().to_owned())
}

/// Whether the password belongs to the stored hash. A hash that is no Argon2id text, or would
/// cost more than the caps allow, matches nothing.
pub fn verify(password: &str, encoded: &str) -> bool {
    Comparison::default().verify(password, encoded)
}

/// What comparing a password came to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Comparison {
    /// Whether the password belongs to the stored hash.
    pub is_right: bool,
    /// What was computed, in KiB of memory filled times passes; see [`standard_work`].
    pub work: u64,
}

/// The work of one hash at the standard cost.
pub fn standard_work() -> u64 {
    work_of(&OWASP_ARGON2ID_2ND)
}

fn work_of(cost: &CostParams) -> u64 {
    u64::from(cost.memory()) * u64::from(cost.iterations())
}

/// Holds a password against a stored hash with one hash of work at the standard cost, whatever
/// there is to compare: without an account, for a password too long to be anybody's, and for a
/// stored hash that is cheap or none at all, so that the time of an answer does not tell.
pub fn compare(password: &str, stored: Option<&str>) -> Comparison {
    let mut done = Comparison::default();
    if let Some(encoded) = stored {
        done.is_right = done.verify(password, encoded);
    }
    if done.work < standard_work() {
        done.pretend();
    }
    done
}

impl Comparison {
    fn verify(&mut self, password: &str, encoded: &str) -> bool {
        match PasswordHash::try_from(encoded) {
            Ok(hash) if !is_too_long(password) && is_affordable(&hash.cost_params()) => {
                self.work += work_of(&hash.cost_params());
                let shown = password.as_bytes();
                Argon2::<ID, Sequential>::verify_encoded(&hash, shown, None, None).is_ok()
            }
            _ => false,
        }
    }

    fn pretend(&mut self) {
        self.work += standard_work();
        let spent = argon2id("an account that is not", &[0x5a; 16], Cost::Standard);
        drop(black_box(spent));
    }
}

/// Whether a stored hash is cheaper than the standard and should be renewed at the next sign-in.
pub fn needs_rehash(encoded: &str) -> bool {
    match PasswordHash::try_from(encoded) {
        Ok(hash) => {
            let (own, standard) = (hash.cost_params(), OWASP_ARGON2ID_2ND);
            own.memory() < standard.memory() || own.iterations() < standard.iterations()
        }
        Err(_) => true,
    }
}

/// Accepts a new password, or says why not.
pub fn check_strength(password: &str) -> Result<(), Weakness> {
    if is_too_long(password) {
        return Err(Weakness::TooLong);
    }
    if password.chars().count() < MIN_CHARS {
        return Err(Weakness::TooShort);
    }
    match is_common(password) {
        true => Err(Weakness::Common),
        false => Ok(()),
    }
}

fn argon2id(password: &str, salt: &[u8; 16], cost: Cost) -> Result<PasswordHash, VaultError> {
    let refused = |_| VaultError::Primitive("Argon2id");
    let cost = match cost {
        Cost::Standard => OWASP_ARGON2ID_2ND,
        Cost::Demo => CostParams::new(1, 64, 1).map_err(refused)?,
    };
    let password = password.as_bytes();
    Argon2::<ID, Sequential>::derive_key_encoded(password, salt, &cost, None, None, HASH_BYTES)
        .map_err(refused)
}

fn is_affordable(cost: &CostParams) -> bool {
    cost.memory() <= MAX_MEMORY_KIB
        && cost.iterations() <= MAX_PASSES
        && cost.parallelism() <= MAX_LANES
}

fn is_too_long(password: &str) -> bool {
    password.chars().nth(MAX_CHARS).is_some()
}

/// Invisible marks aside: common as it stands, or a common word dressed with digits and signs, or
/// one short unit over and over, or a run of neighbours such as 1234567890, or a mobile number.
fn is_common(password: &str) -> bool {
    let folded: String = password
        .chars()
        .filter(|letter| !matches!(letter, '\u{200b}'..='\u{200f}'))
        .map(ascii_digit)
        .flat_map(char::to_lowercase)
        .collect();
    let word = folded.trim_matches(|letter: char| !letter.is_alphabetic());
    let letters: Vec<char> = folded.chars().collect();
    COMMON.contains(folded.as_str())
        || COMMON.contains(word)
        || is_repeated(&letters)
        || is_run(&letters)
        || is_mobile(&folded)
}

fn is_repeated(letters: &[char]) -> bool {
    let repeats = |unit| {
        letters
            .iter()
            .skip(unit)
            .zip(letters)
            .all(|(late, early)| late == early)
    };
    (1..=MAX_UNIT_CHARS).any(repeats)
}

fn is_run(letters: &[char]) -> bool {
    let step = |pair: &[char]| i64::from(u32::from(pair[1])) - i64::from(u32::from(pair[0]));
    letters
        .windows(2)
        .all(|pair| step(pair) == 1 || (pair[0] == '9' && pair[1] == '0'))
        || letters.windows(2).all(|pair| step(pair) == -1)
}

/// 0912…, 912…, 98912…, 0098912… and +98912…: the first thing tried against a known person.
fn is_mobile(folded: &str) -> bool {
    let number = folded.trim_start_matches('+').trim_start_matches("00");
    let number = number.strip_prefix("98").unwrap_or(number);
    let number = number.strip_prefix('0').unwrap_or(number);
    number.len() == 10
        && number.starts_with('9')
        && number.bytes().all(|byte| byte.is_ascii_digit())
}

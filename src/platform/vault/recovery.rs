//! The recovery sheet: a root key on paper.
//!
//! Eight groups of eight Base32 letters. Each group holds four bytes of the key and one check
//! byte over the group's number and bytes, so a slip of the pen is found in its group; the root's
//! id, printed on top, then proves the whole.

use std::fmt;

use orion::hazardous::hash::blake2::blake2b;

use super::encoding;
use super::error::VaultError;
use super::keys::RootId;
use super::root::Root;

/// How many groups a sheet has.
pub const GROUPS: usize = 8;
const GROUP_BYTES: usize = 4;

/// A root key written out for paper.
pub struct Sheet {
    root_id: RootId,
    groups: Vec<String>,
}

/// Why a typed sheet is not accepted. Groups are numbered from one, as printed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SheetProblem {
    /// Not eight groups.
    GroupCount(usize),
    /// This group is mistyped, or stands in the wrong place.
    Group(usize),
    /// Every group is sound, but they do not make the root with this id.
    OtherRoot(RootId),
    /// A primitive failed.
    Vault(VaultError),
}

impl fmt::Display for SheetProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::GroupCount(found) => write!(f, "the sheet has {GROUPS} groups, not {found}"),
            Self::Group(number) => write!(f, "group {number} is mistyped or out of place"),
            Self::OtherRoot(id) => write!(f, "these groups do not make master key {id}"),
            Self::Vault(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for SheetProblem {}

impl From<VaultError> for SheetProblem {
    fn from(error: VaultError) -> Self {
        Self::Vault(error)
    }
}

impl Sheet {
    /// Writes a root out.
    pub fn of(root: &Root) -> Result<Self, VaultError> {
        let mut groups = Vec::with_capacity(GROUPS);
        for (place, bytes) in root.expose().chunks(GROUP_BYTES).enumerate() {
            let mut group = bytes.to_vec();
            group.push(check_byte(place, bytes)?);
            groups.push(encoding::base32(&group));
        }
        Ok(Self {
            root_id: root.id(),
            groups,
        })
    }

    /// The id printed on top of the sheet.
    pub fn root_id(&self) -> RootId {
        self.root_id
    }

    /// The eight groups in order, each of eight letters.
    pub fn groups(&self) -> &[String] {
        &self.groups
    }

    /// Whether two different groups (numbered from one) were typed back as they stand on paper.
    /// Only then does the set-up count the sheet as saved.
    pub fn confirms(&self, first: (usize, &str), second: (usize, &str)) -> bool {
        first.0 != second.0 && self.holds(first) && self.holds(second)
    }

    fn holds(&self, (number, typed): (usize, &str)) -> bool {
        let group = number
            .checked_sub(1)
            .and_then(|place| self.groups.get(place));
        let typed = encoding::typed_base32(typed);
        group.is_some_and(|own| orion::util::secure_cmp(own.as_bytes(), typed.as_bytes()).is_ok())
    }
}

/// Reads a sheet back: the id on top and the groups in order.
pub fn parse(root_id: RootId, groups: &[&str], created_at_ms: i64) -> Result<Root, SheetProblem> {
    if groups.len() != GROUPS {
        return Err(SheetProblem::GroupCount(groups.len()));
    }
    let mut key = [0; GROUPS * GROUP_BYTES];
    for (place, (typed, target)) in groups.iter().zip(key.chunks_mut(GROUP_BYTES)).enumerate() {
        let bytes = encoding::from_base32(&encoding::typed_base32(typed)).unwrap_or_default();
        match bytes.split_at_checked(GROUP_BYTES) {
            Some((part, [check])) if check_byte(place, part)? == *check => {
                target.copy_from_slice(part);
            }
            _ => return Err(SheetProblem::Group(place + 1)),
        }
    }
    let root = Root::from_bytes(&key, created_at_ms)?;
    match root.id() == root_id {
        true => Ok(root),
        false => Err(SheetProblem::OtherRoot(root_id)),
    }
}

fn check_byte(place: usize, part: &[u8]) -> Result<u8, VaultError> {
    let refused = |_| VaultError::Primitive("BLAKE2b");
    let place = [u8::try_from(place).unwrap_or(u8::MAX)];
    let mut state = blake2b::Blake2b::new(32).map_err(refused)?;
    state.update(&place).map_err(refused)?;
    state.update(part).map_err(refused)?;
    let digest = state.finalize().map_err(refused)?;
    Ok(digest.as_ref().first().copied().unwrap_or_default())
}

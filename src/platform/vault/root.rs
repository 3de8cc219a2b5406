//! Root keys and the file they live in. A root key is never written to the database.

use std::fs::{self, File, OpenOptions};
use std::io::{Read, Write};
use std::os::unix::fs::{MetadataExt, OpenOptionsExt};
use std::path::Path;

use orion::hazardous::aead::xchacha20poly1305::SecretKey;
use orion::hazardous::kdf::hkdf::{Hkdf, SHA256};
use orion::hazardous::mac::blake2b;

use super::encoding;
use super::error::VaultError;
use super::keys::{KeyCheck, RootId};
use super::random;

/// Roots a key file may hold; more is a mistake, not a need.
const MAX_ROOTS: usize = 32;
/// Largest key file that is read, in bytes.
const MAX_FILE_BYTES: u64 = 16 * 1024;

/// One root key: 32 random bytes, known by an id derived from them.
pub struct Root {
    id: RootId,
    key: blake2b::SecretKey,
    created_at_ms: i64,
}

/// The roots an agency holds, active one first. Never empty.
pub struct RootKeys(Vec<Root>);

/// The file `master.key`: one line per root, `id/base64url/created`, the first line active.
/// `created` is milliseconds since 1970, UTC.
pub struct KeyFile;

impl Root {
    /// Draws a new root from the operating system.
    pub fn draw(created_at_ms: i64) -> Result<Self, VaultError> {
        Self::from_bytes(&random::bytes::<32>()?, created_at_ms)
    }

    /// A root from its 32 bytes, as read from a key file or a recovery sheet.
    pub fn from_bytes(bytes: &[u8; 32], created_at_ms: i64) -> Result<Self, VaultError> {
        let key = blake2b::SecretKey::try_from(bytes.as_slice()).map_err(|_| blake2b_refused())?;
        let id = keyed(&key, b"balinyaar root id")?;
        let id = RootId(u32::from_be_bytes([id[0], id[1], id[2], id[3]]));
        Ok(Self {
            id,
            key,
            created_at_ms,
        })
    }

    /// The id by which lines, sheets and wrapped keys name this root.
    pub fn id(&self) -> RootId {
        self.id
    }

    /// What the database keeps to recognise this root again.
    pub fn check(&self) -> Result<KeyCheck, VaultError> {
        let tag = keyed(&self.key, b"balinyaar root check")?;
        let mut check = [0; 16];
        check.copy_from_slice(&tag[..16]);
        Ok(KeyCheck {
            root_id: self.id,
            check,
        })
    }

    /// The key that wraps data keys.
    pub(super) fn wrapping_key(&self) -> Result<SecretKey, VaultError> {
        derive(self.expose(), b"wrap:v1")
    }

    /// The bytes themselves, for the key file and the recovery sheet only.
    pub(super) fn expose(&self) -> &[u8] {
        self.key.unprotected_as_ref()
    }
}

impl RootKeys {
    /// One or more roots, the active one first.
    pub fn new(roots: Vec<Root>) -> Result<Self, VaultError> {
        match roots.is_empty() {
            true => Err(VaultError::NoRoot),
            false => Ok(Self(roots)),
        }
    }

    /// The root that wraps new data keys.
    pub fn active(&self) -> Result<&Root, VaultError> {
        self.0.first().ok_or(VaultError::NoRoot)
    }

    /// The root with this id.
    pub fn find(&self, id: RootId) -> Result<&Root, VaultError> {
        self.0
            .iter()
            .find(|root| root.id == id)
            .ok_or(VaultError::MissingRoot(id))
    }

    /// Refuses a root that is not the one the database was made with. Call it before the first
    /// byte of the database changes.
    pub fn verify(&self, registered: &[KeyCheck]) -> Result<(), VaultError> {
        for known in registered {
            let own = self.find(known.root_id)?.check()?;
            orion::util::secure_cmp(&own.check, &known.check)
                .map_err(|_| VaultError::WrongRoot(known.root_id))?;
        }
        Ok(())
    }
}

impl KeyFile {
    /// Draws a root and writes it to a new file that only its owner may read (0600). An existing
    /// file is never overwritten.
    pub fn create(path: &Path, created_at_ms: i64) -> Result<RootKeys, VaultError> {
        let roots = RootKeys::new(vec![Root::draw(created_at_ms)?])?;
        Self::save(path, &roots)?;
        Ok(roots)
    }

    /// Writes these roots to a new file (0600), durably. An existing file is never overwritten.
    pub fn save(path: &Path, roots: &RootKeys) -> Result<(), VaultError> {
        let lines: String = roots.0.iter().map(line).collect();
        let written = OpenOptions::new()
            .write(true)
            .create_new(true)
            .mode(0o600)
            .open(path)
            .and_then(|mut file| {
                file.write_all(lines.as_bytes())?;
                file.sync_all()
            });
        written.map_err(|error| unusable(path, format!("cannot be written: {error}")))?;
        let folder = match path.parent() {
            Some(folder) if !folder.as_os_str().is_empty() => folder,
            _ => Path::new("."),
        };
        File::open(folder)
            .and_then(|folder| folder.sync_all())
            .map_err(|error| unusable(path, format!("its folder cannot be made durable: {error}")))
    }

    /// Draws a new root and puts it in front of those in the file, which stay for older backups.
    /// The file is replaced as a whole: it holds the old roots or all of them, never less.
    pub fn succeed(path: &Path, created_at_ms: i64) -> Result<RootKeys, VaultError> {
        let mut roots = vec![Root::draw(created_at_ms)?];
        roots.extend(Self::load(path)?.0);
        if roots.len() > MAX_ROOTS {
            return Err(unusable(path, format!("holds {MAX_ROOTS} keys already")));
        }
        let roots = RootKeys(roots);
        let beside = path.with_extension("key.new");
        // Left over from a run that was cut off before its key was used.
        drop(fs::remove_file(&beside));
        Self::save(&beside, &roots)?;
        fs::rename(&beside, path)
            .map_err(|error| unusable(path, format!("cannot be replaced: {error}")))?;
        Ok(roots)
    }

    /// Reads the roots. A file that others may read is refused: the key protects nothing then.
    pub fn load(path: &Path) -> Result<RootKeys, VaultError> {
        let text = read(path)?;
        let mut roots = Vec::new();
        let lines = text
            .lines()
            .enumerate()
            .filter(|(_, text)| !text.trim().is_empty());
        for (number, text) in lines.take(MAX_ROOTS) {
            let root = parse_line(text).ok_or_else(|| {
                unusable(
                    path,
                    format!("line {} is not a whole id/key/created", number + 1),
                )
            })?;
            roots.push(root);
        }
        match roots.is_empty() {
            true => Err(unusable(path, "holds no key".to_owned())),
            false => RootKeys::new(roots),
        }
    }
}

/// HKDF-SHA256 under our own salt; `info` separates one use from another.
pub(super) fn derive(source: &[u8], info: &[u8]) -> Result<SecretKey, VaultError> {
    let mut derived = [0; 32];
    Hkdf::<SHA256>::derive_key(b"balinyaar", source, Some(info), &mut derived)
        .map_err(|_| VaultError::Primitive("HKDF"))?;
    SecretKey::try_from(derived.as_slice()).map_err(|_| VaultError::Primitive("HKDF"))
}

fn keyed(key: &blake2b::SecretKey, data: &[u8]) -> Result<[u8; 32], VaultError> {
    let mut state = blake2b::Blake2b::new(key, 32).map_err(|_| blake2b_refused())?;
    state.update(data).map_err(|_| blake2b_refused())?;
    let tag = state.finalize().map_err(|_| blake2b_refused())?;
    let mut bytes = [0; 32];
    bytes.copy_from_slice(tag.unprotected_as_ref());
    Ok(bytes)
}

fn blake2b_refused() -> VaultError {
    VaultError::Primitive("BLAKE2b")
}

fn line(root: &Root) -> String {
    format!(
        "{}/{}/{}\n",
        root.id,
        encoding::base64url(root.expose()),
        root.created_at_ms
    )
}

/// `None` unless the line is whole and its id belongs to its key, so a mistyped key is noticed.
fn parse_line(text: &str) -> Option<Root> {
    let mut fields = text.trim().split('/');
    let (id, key, created) = (fields.next()?, fields.next()?, fields.next()?);
    if fields.next().is_some() {
        return None;
    }
    let key: [u8; 32] = encoding::from_base64url(key)?.try_into().ok()?;
    let root = Root::from_bytes(&key, created.parse().ok()?).ok()?;
    (root.id.to_string() == id).then_some(root)
}

fn read(path: &Path) -> Result<String, VaultError> {
    let unreadable = |error| unusable(path, format!("cannot be read: {error}"));
    let file = File::open(path).map_err(unreadable)?;
    let facts: fs::Metadata = file.metadata().map_err(unreadable)?;
    if !facts.is_file() {
        return Err(unusable(path, "is not a plain file".to_owned()));
    }
    let mode = facts.mode() & 0o777;
    if mode & 0o077 != 0 {
        let problem = format!("may be read by others (mode {mode:03o}); set it to 600");
        return Err(unusable(path, problem));
    }
    if facts.len() > MAX_FILE_BYTES {
        return Err(unusable(path, "is too large to be a key file".to_owned()));
    }
    let mut text = String::new();
    file.take(MAX_FILE_BYTES)
        .read_to_string(&mut text)
        .map_err(unreadable)?;
    Ok(text)
}

fn unusable(path: &Path, problem: String) -> VaultError {
    VaultError::KeyFile {
        path: path.to_owned(),
        problem,
    }
}

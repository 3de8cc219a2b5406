//! Use cases of nurses and their papers. Source: home care, people.

use crate::domain::accounts;
use crate::domain::people::types::nurses::{
    Accepting, Credential, District, NewCredential, NewNurse, Nurse, NurseAmendment, NurseChange,
    NurseEdit, NurseFilter, NurseView, OwnProfile, Rating, Verified,
};
use crate::domain::people::types::{IBAN_TAKEN, NATIONAL_ID_TAKEN, TOO_MANY};
use crate::domain::people::{rules, store};
use crate::kernel::actor::{Caller, Role};
use crate::kernel::error::Error;
use crate::kernel::ids::{NurseId, UserId};
use crate::kernel::page::{Page, PageRequest};
use crate::kernel::secret::Secret;
use crate::kernel::text::identifiers::{Iban, NationalId};
use crate::platform::audit::{self, Change};
use crate::platform::events::Staff;
use crate::platform::tx::{ReadTx, Tx};

/// Papers of one nurse on file at most.
const PAPERS_MAX: i64 = 100;

/// Writes a profile and the trail of it.
pub(super) fn create(tx: &Tx<'_>, user: UserId, new: &NewNurse) -> Result<NurseId, Error> {
    accounts::service::user(tx, user)?;
    let id = store::nurses::insert(tx, user, new)?;
    accounts::service::link_nurse(tx, user, id)?;
    set_numbers(tx, id, new.iban.as_ref(), new.national_id.as_ref())?;
    let change = Change::new()
        .now("user_id", user.get())
        .now("display_name", new.text.display_name.as_str())
        .now("gender", new.gender.as_str());
    audit::record(tx, "nurse.created", "nurse_profiles", id.get(), &change)?;
    tell(tx, id, user);
    Ok(id)
}

/// One nurse, verified or not.
pub(super) fn get(tx: &ReadTx<'_>, id: NurseId) -> Result<Nurse, Error> {
    store::nurses::find(tx, id)?.ok_or(Error::not_found("nurse"))
}

/// A nurse as families see them.
///
/// # Errors
/// 404 when absent, not verified, or no longer at work here.
pub fn public(tx: &ReadTx<'_>, id: NurseId) -> Result<NurseView, Error> {
    let nurse = get(tx, id)?;
    if !nurse.is_verified || !is_at_work(tx, nurse.user)? {
        return Err(Error::not_found("nurse"));
    }
    view(tx, nurse)
}

/// Whether this user can sign in and is a nurse.
pub(super) fn is_at_work(tx: &ReadTx<'_>, id: UserId) -> Result<bool, Error> {
    let user = accounts::service::user(tx, id)?;
    Ok(user.is_active() && user.roles.has(Role::Nurse))
}

fn view(tx: &ReadTx<'_>, nurse: Nurse) -> Result<NurseView, Error> {
    Ok(NurseView {
        disciplines: store::nurses::disciplines(tx, nurse.id)?,
        districts: store::nurses::districts(tx, nurse.id)?,
        standing: rules::standing(nurse.credentials_until, tx.today()),
        nurse,
    })
}

/// A nurse's own profile, account numbers masked.
///
/// # Errors
/// 404 without the nurse.
pub fn profile(tx: &ReadTx<'_>, id: NurseId) -> Result<OwnProfile, Error> {
    let nurse = get(tx, id)?;
    let (iban, number) = store::nurses::numbers(tx, id)?;
    let iban = iban.and_then(|iban| Iban::parse(iban.reveal()));
    let number = number.and_then(|number| NationalId::parse(number.reveal()));
    Ok(OwnProfile {
        view: view(tx, nurse)?,
        iban_masked: iban.map(|iban| iban.masked()),
        national_id_masked: number.map(|number| number.masked()),
        credentials: store::credentials::list(tx, id)?,
    })
}

/// Changes what a nurse wants changed and keeps the rest.
///
/// # Errors
/// As [`change`].
pub fn edit(
    tx: &Tx<'_>,
    id: NurseId,
    expected: Option<i64>,
    wanted: NurseEdit,
) -> Result<OwnProfile, Error> {
    let now = view(tx, get(tx, id)?)?;
    change(tx, id, expected, wanted.onto(now))
}

/// Replaces what families read of a nurse; account numbers only when given.
///
/// # Errors
/// [`Error::Stale`] when it changed since it was read; conflict when another nurse has the number.
pub fn change(
    tx: &Tx<'_>,
    id: NurseId,
    expected: Option<i64>,
    change: NurseChange,
) -> Result<OwnProfile, Error> {
    let before = get(tx, id)?;
    if expected.is_some_and(|version| version != before.version) {
        return Err(Error::Stale);
    }
    let (was_iban, was_number) = store::nurses::numbers(tx, id)?;
    store::nurses::update(tx, id, &change.text)?;
    set_numbers(tx, id, change.iban.as_ref(), change.national_id.as_ref())?;
    let after = get(tx, id)?;
    let mut trail = Change::new()
        .plain("display_name", before.display_name, after.display_name)
        .plain(
            "is_accepting_bookings",
            before.is_accepting,
            after.is_accepting,
        );
    if let Some(iban) = &change.iban {
        let was = was_iban.as_ref().map(Secret::reveal);
        trail = trail.masked_pair(tx, "iban", was, Some(iban.as_str()))?;
    }
    if let Some(number) = &change.national_id {
        let was = was_number.as_ref().map(Secret::reveal);
        trail = trail.masked_pair(tx, "national_id", was, Some(number.as_str()))?;
    }
    audit::record(tx, "nurse.changed", "nurse_profiles", id.get(), &trail)?;
    tell(tx, id, before.user);
    profile(tx, id)
}

fn set_numbers(
    tx: &Tx<'_>,
    id: NurseId,
    iban: Option<&Iban>,
    number: Option<&NationalId>,
) -> Result<(), Error> {
    if let Some(iban) = iban
        && !store::nurses::set_iban(tx, id, iban)?
    {
        return Err(Error::conflict(IBAN_TAKEN));
    }
    if let Some(number) = number
        && !store::nurses::set_national_id(tx, id, number)?
    {
        return Err(Error::conflict(NATIONAL_ID_TAKEN));
    }
    Ok(())
}

/// Notes what reviews say of a nurse on the whole.
///
/// # Errors
/// 404 without the nurse; 400 for a mean without reviews, or outside 1 to 5.
pub fn set_rating(tx: &Tx<'_>, id: NurseId, rating: Rating) -> Result<(), Error> {
    if !rules::is_rating(rating) {
        return Err(Error::field("rating", "out_of_range"));
    }
    let before = get(tx, id)?;
    store::nurses::set_rating(tx, id, rating)?;
    let trail = Change::new().plain("total_reviews", before.total_reviews, rating.reviews);
    audit::record(tx, "nurse.rated", "nurse_profiles", id.get(), &trail)?;
    tell(tx, id, before.user);
    Ok(())
}

/// Notes whether the agency has checked a nurse's papers; saying the same again changes nothing.
///
/// # Errors
/// 404 without the nurse.
pub fn set_verified(tx: &Tx<'_>, id: NurseId, verified: Verified) -> Result<(), Error> {
    let nurse = get(tx, id)?;
    let wanted = verified == Verified::Yes;
    if nurse.is_verified == wanted {
        return Ok(());
    }
    store::nurses::set_verified(tx, id, verified)?;
    let trail = Change::new().plain("is_verified", nurse.is_verified, wanted);
    let act = match verified {
        Verified::Yes => "nurse.verified",
        Verified::No => "nurse.unverified",
    };
    audit::record(tx, act, "nurse_profiles", id.get(), &trail)?;
    tell(tx, id, nurse.user);
    Ok(())
}

/// Staff note whether a nurse's papers were checked.
///
/// # Errors
/// 404, then 403, as on every staff route.
pub fn judge(
    tx: &Tx<'_>,
    caller: &Caller,
    id: NurseId,
    verified: Verified,
) -> Result<NurseView, Error> {
    for_staff(tx, caller, id)?;
    set_verified(tx, id, verified)?;
    for_staff(tx, caller, id)
}

/// Staff give an invited user the profile of a nurse.
///
/// # Errors
/// 400 for an unknown user; conflict as in [`super::create_nurse`].
pub fn add(tx: &Tx<'_>, caller: &Caller, user: UserId, new: &NewNurse) -> Result<NurseView, Error> {
    if matches!(accounts::service::user(tx, user), Err(Error::NotFound(_))) {
        return Err(Error::field("user_id", "unknown"));
    }
    let id = create(tx, user, new)?;
    for_staff(tx, caller, id)
}

/// Whether the caller may correct this nurse.
///
/// # Errors
/// 404, then 403, as on every staff route; 403 for staff who are no admin.
pub fn require_admin(tx: &ReadTx<'_>, caller: &Caller, id: NurseId) -> Result<(), Error> {
    for_admin(tx, caller, id).map(drop)
}

fn for_admin(tx: &ReadTx<'_>, caller: &Caller, id: NurseId) -> Result<NurseView, Error> {
    let view = for_staff(tx, caller, id)?;
    if caller.roles.is_admin() {
        Ok(view)
    } else {
        Err(Error::forbidden())
    }
}

/// An admin corrects who may be sent where. Requests already made keep what was asked for.
///
/// # Errors
/// As [`require_admin`]; [`Error::Stale`] when the nurse changed since being read.
pub fn amend(
    tx: &Tx<'_>,
    caller: &Caller,
    id: NurseId,
    expected: Option<i64>,
    wanted: NurseAmendment,
) -> Result<NurseView, Error> {
    let before = for_admin(tx, caller, id)?;
    let nurse = before.nurse;
    if expected.is_some_and(|version| version != nurse.version) {
        return Err(Error::Stale);
    }
    let gender = wanted.gender.unwrap_or(nurse.gender);
    let accepting = wanted.accepting.unwrap_or(match nurse.is_accepting {
        true => Accepting::Yes,
        false => Accepting::No,
    });
    let (was, is) = (places(&before.districts), wanted.districts);
    let districts = is.unwrap_or(before.districts);
    store::nurses::amend(tx, id, gender, accepting, &districts)?;
    let trail = Change::new()
        .plain("gender", nurse.gender.as_str(), gender.as_str())
        .plain(
            "is_accepting_bookings",
            nurse.is_accepting,
            accepting == Accepting::Yes,
        )
        .plain("districts", was, places(&districts));
    audit::record(tx, "nurse.amended", "nurse_profiles", id.get(), &trail)?;
    tell(tx, id, nurse.user);
    for_staff(tx, caller, id)
}

/// Places as the trail names them.
fn places(districts: &[District]) -> Vec<String> {
    let named = |place: &District| match &place.district {
        Some(district) => format!("{} {district}", place.city),
        None => place.city.clone(),
    };
    districts.iter().map(named).collect()
}

/// Every nurse behind the filter, for staff.
///
/// # Errors
/// Internal only.
pub fn list(
    tx: &ReadTx<'_>,
    filter: &NurseFilter,
    page: &PageRequest,
) -> Result<Page<NurseView>, Error> {
    let found = store::nurses::list(tx, filter, page)?;
    let mut items = Vec::with_capacity(found.items.len());
    for nurse in found.items {
        items.push(view(tx, nurse)?);
    }
    Ok(Page {
        items,
        next: found.next,
        total: found.total,
    })
}

/// A nurse on a staff route: only staff pass.
///
/// # Errors
/// 404 when the nurse is absent or not the caller's to see, then 403 for who is not staff.
pub fn for_staff(tx: &ReadTx<'_>, caller: &Caller, id: NurseId) -> Result<NurseView, Error> {
    let nurse = get(tx, id)?;
    if caller.roles.is_staff() {
        return view(tx, nurse);
    }
    if nurse.is_verified || caller.nurse == Some(id) {
        return Err(Error::forbidden());
    }
    Err(Error::not_found("nurse"))
}

/// Papers of a nurse with their numbers, newest first. The reading is noted.
///
/// # Errors
/// 404, then 403, as on every staff route.
pub fn credentials(tx: &Tx<'_>, caller: &Caller, nurse: NurseId) -> Result<Vec<Credential>, Error> {
    for_staff(tx, caller, nurse)?;
    audit::note_access(tx, "nurse_credentials", nurse.get(), "number")?;
    let mut papers = store::credentials::list(tx, nurse)?;
    for paper in &mut papers {
        paper.number = Some(store::credentials::number(tx, paper.id)?);
    }
    Ok(papers)
}

/// Staff put a paper of a nurse on file.
///
/// # Errors
/// 404, then 403, as on every staff route; then as [`add_credential`].
pub fn file_credential(
    tx: &Tx<'_>,
    caller: &Caller,
    nurse: NurseId,
    new: &NewCredential,
) -> Result<Credential, Error> {
    for_staff(tx, caller, nurse)?;
    add_credential(tx, nurse, new)
}

/// Puts a paper of a nurse on file; from then on it decides whether they can be booked.
///
/// # Errors
/// 404 without the nurse; 400 when it was issued in the future or ends before it was issued;
/// conflict `people.too_many`.
pub fn add_credential(
    tx: &Tx<'_>,
    nurse: NurseId,
    new: &NewCredential,
) -> Result<Credential, Error> {
    let before = get(tx, nurse)?;
    if new.issued_on.is_some_and(|issued| issued > tx.today()) {
        return Err(Error::field("issued_on", "out_of_range"));
    }
    if let (Some(issued), Some(expires)) = (new.issued_on, new.expires_on)
        && expires < issued
    {
        return Err(Error::field("expires_on", "out_of_range"));
    }
    if store::credentials::count(tx, nurse)? >= PAPERS_MAX {
        return Err(Error::conflict(TOO_MANY));
    }
    let id = store::credentials::insert(tx, nurse, new)?;
    let until = rules::credentials_until(&store::credentials::ends(tx, nurse)?);
    store::nurses::set_credentials_until(tx, nurse, until)?;
    let expires = new.expires_on.map(|day| day.to_string());
    let trail = Change::new()
        .now("nurse_id", nurse.get())
        .now("kind", new.kind.as_str())
        .now("expires_on", expires)
        .masked(tx, "number", new.number.reveal())?;
    audit::record(
        tx,
        "credential.added",
        "nurse_credentials",
        id.get(),
        &trail,
    )?;
    tell(tx, nurse, before.user);
    Ok(Credential {
        id,
        kind: new.kind,
        number: Some(new.number.clone()),
        issued_on: new.issued_on,
        expires_on: new.expires_on,
        created_at: tx.now,
    })
}

fn tell(tx: &Tx<'_>, id: NurseId, user: UserId) {
    tx.emit("provider.updated", id.get(), vec![user], Staff::Told);
}

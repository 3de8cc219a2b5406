//! `/nurse/profile` and `/admin/nurses`.

use axum::extract::State;
use serde::{Deserialize, Serialize};

use crate::domain::people::service::nurses;
use crate::domain::people::types::nurses::{
    Accepting, DISTRICTS_MAX, Discipline, District, NewNurse, NurseAmendment, NurseEdit,
    NurseFilter, NurseText, NurseView, OwnProfile, Verified,
};
use crate::domain::people::types::{Gender, NAME_MAX, Standing, TEXT_MAX, rating_text};
use crate::http::body::{Body, Check, Empty, Judged, given};
use crate::http::call::{Admin, Call, Nurse, Signed, StaffMember};
use crate::http::paging::{Paged, listed};
use crate::http::query::{Pairs, RowId};
use crate::http::reply::{Answer, Reply};
use crate::http::state::App;
use crate::http::version;
use crate::kernel::check::Fields;
use crate::kernel::ids::{NurseId, UserId};
use crate::kernel::text::identifiers::{Iban, NationalId};

use super::credentials::PaperJson;

/// A place a nurse works in; without a district the whole city.
#[derive(Deserialize, Serialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DistrictJson {
    city: Option<String>,
    district: Option<String>,
}

impl From<District> for DistrictJson {
    fn from(place: District) -> DistrictJson {
        DistrictJson {
            city: Some(place.city),
            district: place.district,
        }
    }
}

/// A change of a nurse's own profile. What is left out stays as it is.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ProfileBody {
    display_name: Option<String>,
    /// Null takes it away.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<String>)]
    about: Option<Option<String>>,
    disciplines: Option<Vec<String>>,
    /// Empty means anywhere.
    districts: Option<Vec<DistrictJson>>,
    is_accepting_bookings: Option<bool>,
    iban: Option<String>,
    national_id: Option<String>,
}

impl Check for ProfileBody {
    type Valid = NurseEdit;

    fn check(self, fields: &mut Fields) -> Option<NurseEdit> {
        let (iban, national_id) = numbers(fields, self.iban, self.national_id);
        Some(NurseEdit {
            display_name: self
                .display_name
                .and_then(|name| fields.line("display_name", Some(name), NAME_MAX)),
            about: self
                .about
                .map(|text| fields.text_or_none("about", text, TEXT_MAX)),
            disciplines: self.disciplines.and_then(|words| learned(fields, &words)),
            districts: self.districts.and_then(|given| places(fields, given)),
            accepting: self.is_accepting_bookings.map(accepting),
            iban,
            national_id,
        })
    }
}

/// A new nurse, as staff send it: the profile of an invited user.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NurseBody {
    user_id: Option<i64>,
    display_name: Option<String>,
    /// `female` or `male`; decides who may be sent.
    gender: Option<String>,
    about: Option<String>,
    disciplines: Option<Vec<String>>,
    districts: Option<Vec<DistrictJson>>,
    is_accepting_bookings: Option<bool>,
    iban: Option<String>,
    national_id: Option<String>,
}

impl Check for NurseBody {
    type Valid = (UserId, NewNurse);

    fn check(self, fields: &mut Fields) -> Option<(UserId, NewNurse)> {
        let user = fields.id("user_id", self.user_id, UserId::new);
        let gender = fields.choice("gender", self.gender, Gender::parse);
        let (iban, national_id) = numbers(fields, self.iban, self.national_id);
        let text = text(
            fields,
            self.display_name,
            self.about,
            self.disciplines,
            self.districts,
        );
        let nurse = NewNurse {
            text: text?.accepting(self.is_accepting_bookings.unwrap_or(true)),
            gender: gender?,
            iban,
            national_id,
        };
        Some((user?, nurse))
    }
}

/// What an admin corrects of a nurse. What is left out stays as it is.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct AmendmentBody {
    /// `female` or `male`; decides who may be sent.
    gender: Option<String>,
    is_accepting_bookings: Option<bool>,
    /// Empty means anywhere.
    districts: Option<Vec<DistrictJson>>,
}

impl Check for AmendmentBody {
    type Valid = NurseAmendment;

    fn check(self, fields: &mut Fields) -> Option<NurseAmendment> {
        Some(NurseAmendment {
            gender: self
                .gender
                .and_then(|word| fields.choice("gender", Some(word), Gender::parse)),
            accepting: self.is_accepting_bookings.map(accepting),
            districts: self.districts.and_then(|given| places(fields, given)),
        })
    }
}

fn numbers(
    fields: &mut Fields,
    iban: Option<String>,
    national_id: Option<String>,
) -> (Option<Iban>, Option<NationalId>) {
    let iban = iban.and_then(|typed| fields.parsed("iban", Iban::parse(&typed), "invalid_iban"));
    let number = national_id.and_then(|typed| {
        let read = NationalId::parse(&typed);
        fields.parsed("national_id", read, "invalid_national_id")
    });
    (iban, number)
}

/// What families read, but whether they may ask.
struct Words {
    display_name: String,
    about: Option<String>,
    disciplines: Vec<Discipline>,
    districts: Vec<District>,
}

impl Words {
    fn accepting(self, accepting: bool) -> NurseText {
        NurseText {
            display_name: self.display_name,
            about: self.about,
            disciplines: self.disciplines,
            districts: self.districts,
            accepting: self::accepting(accepting),
        }
    }
}

const fn accepting(said: bool) -> Accepting {
    if said { Accepting::Yes } else { Accepting::No }
}

fn text(
    fields: &mut Fields,
    display_name: Option<String>,
    about: Option<String>,
    disciplines: Option<Vec<String>>,
    districts: Option<Vec<DistrictJson>>,
) -> Option<Words> {
    let display_name = fields.line("display_name", display_name, NAME_MAX);
    let about = fields.text_or_none("about", about, TEXT_MAX);
    let disciplines = learned(fields, &disciplines.unwrap_or_default());
    let districts = places(fields, districts.unwrap_or_default());
    Some(Words {
        display_name: display_name?,
        about,
        disciplines: disciplines?,
        districts: districts?,
    })
}

/// Disciplines without repeats.
fn learned(fields: &mut Fields, words: &[String]) -> Option<Vec<Discipline>> {
    let read: Option<Vec<_>> = words.iter().map(|word| Discipline::parse(word)).collect();
    let mut disciplines = fields.parsed("disciplines", read, "not_a_choice")?;
    disciplines.sort_unstable();
    disciplines.dedup();
    Some(disciplines)
}

fn places(fields: &mut Fields, given: Vec<DistrictJson>) -> Option<Vec<District>> {
    if given.len() > DISTRICTS_MAX {
        fields.bad("districts", "too_many");
        return None;
    }
    let mut places = Vec::with_capacity(given.len());
    for place in given {
        let city = fields.line("districts", place.city, NAME_MAX);
        let district = fields.line_or_none("districts", place.district, NAME_MAX);
        places.push(District {
            city: city?,
            district,
        });
    }
    Some(places)
}

/// A nurse's own profile. Account numbers show their ends only.
#[derive(Serialize, utoipa::ToSchema)]
#[schema(as = NurseProfileJson)]
pub(super) struct ProfileJson {
    #[serde(flatten)]
    nurse: NurseJson,
    iban: Option<String>,
    national_id: Option<String>,
    credentials_on_file: Vec<PaperJson>,
}

/// A nurse, as staff see them.
#[derive(Serialize, utoipa::ToSchema)]
pub(super) struct NurseJson {
    id: i64,
    user_id: i64,
    display_name: String,
    gender: &'static str,
    about: Option<String>,
    disciplines: Vec<&'static str>,
    districts: Vec<DistrictJson>,
    is_verified: bool,
    is_accepting_bookings: bool,
    average_rating: Option<String>,
    total_reviews: i64,
    /// `in_force` or `expired`.
    credentials: &'static str,
    /// Last day every mandatory credential on file holds.
    credentials_until: Option<String>,
    created_at: String,
}

impl From<NurseView> for NurseJson {
    fn from(view: NurseView) -> NurseJson {
        let nurse = view.nurse;
        NurseJson {
            id: nurse.id.get(),
            user_id: nurse.user.get(),
            display_name: nurse.display_name,
            gender: nurse.gender.as_str(),
            about: nurse.about,
            disciplines: view
                .disciplines
                .into_iter()
                .map(Discipline::as_str)
                .collect(),
            districts: view.districts.into_iter().map(DistrictJson::from).collect(),
            is_verified: nurse.is_verified,
            is_accepting_bookings: nurse.is_accepting,
            average_rating: nurse.average_rating_hundredths.map(rating_text),
            total_reviews: nurse.total_reviews,
            credentials: match view.standing {
                Standing::InForce => "in_force",
                Standing::Expired => "expired",
            },
            credentials_until: nurse.credentials_until.map(|day| day.to_string()),
            created_at: nurse.created_at.to_rfc3339(),
        }
    }
}

fn own(profile: OwnProfile) -> Answer {
    let tag = version::tag(profile.view.nurse.version);
    let papers = profile.credentials.into_iter().map(PaperJson::from);
    let json = ProfileJson {
        nurse: NurseJson::from(profile.view),
        iban: profile.iban_masked,
        national_id: profile.national_id_masked,
        credentials_on_file: papers.collect(),
    };
    Reply::ok(&json)?.etag(&tag)
}

fn one(view: NurseView) -> Answer {
    let tag = version::tag(view.nurse.version);
    Reply::ok(&NurseJson::from(view))?.etag(&tag)
}

/// The calling nurse's own profile.
#[utoipa::path(get, path = "/nurse/profile", tag = "nurses",
    responses((status = 200, body = ProfileJson)))]
pub(super) async fn profile(State(app): State<App>, call: Call<Nurse>) -> Answer {
    let id = call.who.1;
    app.read(&call, move |tx| own(nurses::profile(tx, id)?))
        .await
}

/// Changes the calling nurse's own profile; what is left out stays.
#[utoipa::path(put, path = "/nurse/profile", tag = "nurses", request_body = ProfileBody,
    responses((status = 200, body = ProfileJson)))]
pub(super) async fn change(
    State(app): State<App>,
    call: Call<Nurse>,
    body: Body<ProfileBody>,
) -> Answer {
    let (id, expected, new) = (call.who.1, version::expected(&call), body.command);
    app.write(&call, move |tx| own(nurses::edit(tx, id, expected, new)?))
        .await
}

/// Every nurse, verified or not, oldest first.
#[utoipa::path(get, path = "/admin/nurses", tag = "nurses",
    params(("is_verified" = Option<bool>, Query), ("q" = Option<String>, Query)),
    responses((status = 200, body = [NurseJson])))]
pub(super) async fn list(
    State(app): State<App>,
    call: Call<StaffMember>,
    Paged(page): Paged,
    pairs: Pairs,
) -> Answer {
    let (filter, back) = (filter(&pairs)?, call.clone());
    app.read(&call, move |tx| {
        let found = nurses::list(tx, &filter, &page)?;
        listed(&back, found.map(NurseJson::from))
    })
    .await
}

fn filter(pairs: &Pairs) -> Result<NurseFilter, crate::kernel::error::Error> {
    let mut fields = Fields::new();
    let verified = pairs.text("is_verified").and_then(|word| {
        fields.choice("is_verified", Some(word), |word| match word {
            "true" | "1" => Some(Verified::Yes),
            "false" | "0" => Some(Verified::No),
            _ => None,
        })
    });
    let words = fields.line_or_none("q", pairs.text("q"), NAME_MAX);
    fields.finish(Some(NurseFilter { verified, words }))
}

/// Gives an invited user the profile of a nurse, unverified.
#[utoipa::path(post, path = "/admin/nurses", tag = "nurses", request_body = NurseBody,
    responses((status = 201, body = NurseJson)))]
pub(super) async fn create(
    State(app): State<App>,
    call: Call<Admin>,
    body: Body<NurseBody>,
) -> Answer {
    let caller = call.who.0;
    app.post(&call, body, move |tx, (user, new)| {
        let view = nurses::add(tx, &caller, user, &new)?;
        let path = format!("/api/v1/admin/nurses/{}", view.nurse.id);
        Reply::created(&path, &NurseJson::from(view))
    })
    .await
}

/// One nurse, for staff.
#[utoipa::path(get, path = "/admin/nurses/{id}", tag = "nurses",
    params(("id" = i64, Path)), responses((status = 200, body = NurseJson)))]
pub(super) async fn read(State(app): State<App>, call: Call<Signed>, RowId(id): RowId) -> Answer {
    let (caller, id) = (call.who.0, NurseId::new(id));
    app.read(&call, move |tx| one(nurses::for_staff(tx, &caller, id)?))
        .await
}

/// Corrects who may be sent where; what is left out stays. The words families read are the nurse's
/// own.
#[utoipa::path(put, path = "/admin/nurses/{id}", tag = "nurses", request_body = AmendmentBody,
    params(("id" = i64, Path)), responses((status = 200, body = NurseJson)))]
pub(super) async fn amend(
    State(app): State<App>,
    call: Call<Signed>,
    RowId(id): RowId,
    body: Judged<AmendmentBody>,
) -> Answer {
    let (caller, id) = (call.who.0, NurseId::new(id));
    let (expected, wanted) = (version::expected(&call), body.verdict);
    app.write(&call, move |tx| {
        nurses::require_admin(tx, &caller, id)?;
        one(nurses::amend(tx, &caller, id, expected, wanted?)?)
    })
    .await
}

/// Notes that the papers were checked: families see the nurse from now on.
#[utoipa::path(post, path = "/admin/nurses/{id}/verify", tag = "nurses", request_body = Empty,
    params(("id" = i64, Path)), responses((status = 200, body = NurseJson)))]
pub(super) async fn verify(
    State(app): State<App>,
    call: Call<Signed>,
    RowId(id): RowId,
    body: Judged<Empty>,
) -> Answer {
    judge(app, call, NurseId::new(id), body, Verified::Yes).await
}

/// Takes the check back: families see the nurse no more.
#[utoipa::path(post, path = "/admin/nurses/{id}/unverify", tag = "nurses", request_body = Empty,
    params(("id" = i64, Path)), responses((status = 200, body = NurseJson)))]
pub(super) async fn unverify(
    State(app): State<App>,
    call: Call<Signed>,
    RowId(id): RowId,
    body: Judged<Empty>,
) -> Answer {
    judge(app, call, NurseId::new(id), body, Verified::No).await
}

async fn judge(
    app: App,
    call: Call<Signed>,
    id: NurseId,
    body: Judged<Empty>,
    verified: Verified,
) -> Answer {
    let caller = call.who.0;
    app.post(&call, body, move |tx, verdict| {
        nurses::for_staff(tx, &caller, id)?;
        verdict?;
        one(nurses::judge(tx, &caller, id, verified)?)
    })
    .await
}

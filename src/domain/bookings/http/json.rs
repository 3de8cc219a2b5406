//! The JSON of bookings and their visits. Source: home care, shapes an outside client relies on.

use serde::{Deserialize, Serialize};
use serde_json::{Number, Value};
use utoipa::ToSchema;

use crate::domain::bookings::sessions::types::{MissedReason, Session, SessionStatus};
use crate::domain::bookings::types::{
    AddressSnapshot, BookingDetail, BookingStatus, BookingView, Cancellation, Labels, Moment,
    REASON_MAX,
};
use crate::domain::people::types::rating_text;
use crate::http::body::Check;
use crate::http::reply::coordinate;
use crate::kernel::check::Fields;
use crate::kernel::error::Error;
use crate::kernel::ids::NurseId;
use crate::kernel::money::Irr;
use crate::kernel::secret::Secret;
use crate::kernel::time::{Day, DayTime, Timestamp};

#[derive(Serialize, ToSchema)]
#[schema(as = BookingNurse)]
pub(super) struct NurseJson {
    id: i64,
    display_name: String,
    /// Mean of reviews such as `4.6`; null without reviews.
    average_rating: Option<String>,
}

#[derive(Serialize, ToSchema)]
#[schema(as = BookingPatient)]
pub(super) struct PatientJson {
    id: i64,
    display_name: String,
}

#[derive(Serialize, ToSchema)]
#[schema(as = BookingPlace)]
pub(super) struct PlaceJson {
    city: String,
    district: String,
}

/// A booking in a list: neither address line nor care fields.
#[derive(Serialize, ToSchema)]
#[schema(as = Booking)]
pub(super) struct BookingJson {
    id: i64,
    booking_request_id: i64,
    status: &'static str,
    scheduled_date: String,
    scheduled_time_start: String,
    scheduled_time_end: String,
    session_count: i64,
    gross_price_irr: i64,
    nurse: NurseJson,
    patient: PatientJson,
    address: PlaceJson,
}

impl From<BookingView> for BookingJson {
    fn from(view: BookingView) -> BookingJson {
        let booking = view.booking;
        let (nurse, patient) = people(&booking, view.labels);
        BookingJson {
            id: booking.id.get(),
            booking_request_id: booking.request.get(),
            status: booking.status.as_str(),
            scheduled_date: booking.day.to_string(),
            scheduled_time_start: booking.start.to_string(),
            scheduled_time_end: booking.end.to_string(),
            session_count: booking.session_count,
            gross_price_irr: booking.amounts.gross.get(),
            nurse,
            patient,
            address: PlaceJson {
                city: booking.city,
                district: booking.district,
            },
        }
    }
}

fn people(
    booking: &crate::domain::bookings::types::Booking,
    labels: Labels,
) -> (NurseJson, PatientJson) {
    let nurse = NurseJson {
        id: booking.nurse.get(),
        display_name: labels.nurse_name,
        average_rating: labels.nurse_rating_hundredths.map(rating_text),
    };
    let patient = PatientJson {
        id: booking.patient.get(),
        display_name: labels.patient_name,
    };
    (nurse, patient)
}

#[derive(Serialize, ToSchema)]
#[schema(as = BookingPage)]
pub(super) struct BookingPage {
    items: Vec<BookingJson>,
    next_cursor: Option<String>,
    /// With `count=1`.
    total: Option<i64>,
}

/// The address as it was when the booking was made.
#[derive(Serialize, ToSchema)]
#[schema(as = BookingAddress)]
pub(super) struct AddressJson {
    province: String,
    city: String,
    district: String,
    address_line: String,
    postal_code: Option<String>,
    #[schema(schema_with = coordinate)]
    lat: Option<Number>,
    #[schema(schema_with = coordinate)]
    lng: Option<Number>,
}

impl From<AddressSnapshot> for AddressJson {
    fn from(address: AddressSnapshot) -> AddressJson {
        AddressJson {
            province: address.province,
            city: address.city,
            district: address.district,
            address_line: address.address_line.into_inner(),
            postal_code: address.postal_code.map(Secret::into_inner),
            lat: address.point.and_then(|point| point.lat().parse().ok()),
            lng: address.point.and_then(|point| point.lng().parse().ok()),
        }
    }
}

/// A visit.
#[derive(Serialize, ToSchema)]
#[schema(as = BookingSession)]
pub(super) struct SessionJson {
    id: i64,
    session_index: i64,
    nurse_id: i64,
    scheduled_date: String,
    scheduled_time_start: String,
    scheduled_time_end: String,
    starts_at: String,
    ends_at: String,
    status: &'static str,
    missed_reason: Option<&'static str>,
    /// `pending`, `checked_in` or `completed`.
    evv_status: &'static str,
    visit_gross_amount: i64,
    visit_payout_amount: i64,
    payout_eligible_at: Option<String>,
}

impl From<&Session> for SessionJson {
    fn from(visit: &Session) -> SessionJson {
        SessionJson {
            id: visit.id.get(),
            session_index: visit.index,
            nurse_id: visit.nurse.get(),
            scheduled_date: visit.slot.day.to_string(),
            scheduled_time_start: visit.slot.start.to_string(),
            scheduled_time_end: visit.slot.end.to_string(),
            starts_at: visit.slot.starts_at.to_rfc3339(),
            ends_at: visit.slot.ends_at.to_rfc3339(),
            status: visit.status.as_str(),
            missed_reason: visit.missed_reason.map(MissedReason::as_str),
            evv_status: evv_status(visit.status),
            visit_gross_amount: visit.gross.get(),
            visit_payout_amount: visit.payout.get(),
            payout_eligible_at: visit.payout_eligible_at.map(Timestamp::to_rfc3339),
        }
    }
}

/// The state of the proof follows the visit's: the two machines never diverge.
const fn evv_status(status: SessionStatus) -> &'static str {
    match status {
        SessionStatus::InProgress => "checked_in",
        SessionStatus::Completed => "completed",
        SessionStatus::Scheduled | SessionStatus::Missed | SessionStatus::Cancelled => "pending",
    }
}

#[derive(Serialize, ToSchema)]
#[schema(as = BookingMoment)]
pub(super) struct MomentJson {
    at: String,
    /// Null for the coming into being.
    from: Option<&'static str>,
    to: &'static str,
    actor_role: String,
}

impl From<Moment> for MomentJson {
    fn from(moment: Moment) -> MomentJson {
        MomentJson {
            at: moment.at.to_rfc3339(),
            from: moment.from.map(BookingStatus::as_str),
            to: moment.to.as_str(),
            actor_role: moment.actor_role,
        }
    }
}

/// What a cancelled visit came to, frozen when it was cancelled.
#[derive(Serialize, ToSchema)]
#[schema(as = BookingCancellation)]
pub(super) struct CancellationJson {
    booking_session_id: i64,
    policy_code: String,
    /// Such as `50.00`.
    refund_percentage: String,
    refundable_irr: i64,
    fee_irr: i64,
    actor_role: String,
    reason: String,
    created_at: String,
}

impl From<Cancellation> for CancellationJson {
    fn from(event: Cancellation) -> CancellationJson {
        let bp = event.refund.bp();
        CancellationJson {
            booking_session_id: event.session.get(),
            policy_code: event.policy_code,
            refund_percentage: format!("{}.{:02}", bp / 100, bp % 100),
            refundable_irr: event.refundable.get(),
            fee_irr: event.fee.get(),
            actor_role: event.actor_role,
            reason: event.reason,
            created_at: event.created_at.to_rfc3339(),
        }
    }
}

/// A booking as its parties and staff read it; offer and address are read from the snapshots.
#[derive(Serialize, ToSchema)]
#[schema(as = BookingDetail)]
pub struct DetailJson {
    id: i64,
    booking_request_id: i64,
    customer_id: i64,
    nurse_id: i64,
    patient_id: i64,
    variant_id: i64,
    customer_address_id: i64,
    status: &'static str,
    gross_price_irr: i64,
    balinyaar_commission_irr: i64,
    /// Four decimals, such as `0.1500`.
    platform_fee_rate: String,
    nurse_payout_amount: i64,
    psp_fee_amount: Option<i64>,
    session_count: i64,
    scheduled_date: String,
    scheduled_time_start: String,
    scheduled_time_end: String,
    confirmed_at: Option<String>,
    cancelled_at: Option<String>,
    cancellation_reason: Option<String>,
    /// `customer`, `nurse`, `admin` or `system`.
    cancelled_by: Option<String>,
    completed_at: Option<String>,
    dispute_window_ends_at: Option<String>,
    created_at: String,
    modified_at: String,
    nurse: NurseJson,
    patient: PatientJson,
    /// The offer as it was: title, category, price and unit, options and care tasks.
    #[schema(value_type = Object)]
    variant: Value,
    address: AddressJson,
    sessions: Vec<SessionJson>,
    timeline: Vec<MomentJson>,
    cancellations: Vec<CancellationJson>,
}

impl TryFrom<BookingDetail> for DetailJson {
    type Error = Error;

    fn try_from(detail: BookingDetail) -> Result<DetailJson, Error> {
        let booking = detail.view.booking;
        let (nurse, patient) = people(&booking, detail.view.labels);
        let at = |time: Option<Timestamp>| time.map(Timestamp::to_rfc3339);
        Ok(DetailJson {
            id: booking.id.get(),
            booking_request_id: booking.request.get(),
            customer_id: booking.customer.get(),
            nurse_id: booking.nurse.get(),
            patient_id: booking.patient.get(),
            variant_id: booking.variant.get(),
            customer_address_id: booking.address.get(),
            status: booking.status.as_str(),
            gross_price_irr: booking.amounts.gross.get(),
            balinyaar_commission_irr: booking.amounts.commission.get(),
            platform_fee_rate: booking.amounts.fee_rate.decimal(),
            nurse_payout_amount: booking.amounts.payout.get(),
            psp_fee_amount: booking.psp_fee.map(Irr::get),
            session_count: booking.session_count,
            scheduled_date: booking.day.to_string(),
            scheduled_time_start: booking.start.to_string(),
            scheduled_time_end: booking.end.to_string(),
            confirmed_at: at(booking.confirmed_at),
            cancelled_at: at(booking.cancelled_at),
            cancellation_reason: booking.cancellation_reason,
            cancelled_by: booking.cancelled_by,
            completed_at: at(booking.completed_at),
            dispute_window_ends_at: at(booking.dispute_window_ends_at),
            created_at: booking.created_at.to_rfc3339(),
            modified_at: booking.modified_at.to_rfc3339(),
            nurse,
            patient,
            variant: variant(&booking.variant_snapshot)?,
            address: AddressJson::from(detail.address),
            sessions: detail.sessions.iter().map(SessionJson::from).collect(),
            timeline: detail.timeline.into_iter().map(MomentJson::from).collect(),
            cancellations: detail
                .cancellations
                .into_iter()
                .map(CancellationJson::from)
                .collect(),
        })
    }
}

fn variant(snapshot: &str) -> Result<Value, Error> {
    serde_json::from_str(snapshot).map_err(|_| Error::internal("a stored snapshot does not read"))
}

/// A visit of the nurse's day with what can be done next.
#[derive(Serialize, ToSchema)]
#[schema(as = NurseDayVisit)]
pub(super) struct DayVisitJson {
    #[serde(flatten)]
    session: SessionJson,
    booking_id: i64,
    booking_status: &'static str,
    patient: PatientJson,
    address: PlaceJson,
    variant_title: String,
    /// `check_in`, `check_out`, `missed`.
    next: Vec<&'static str>,
}

/// The nurse's day.
#[derive(Serialize, ToSchema)]
#[schema(as = NurseDay)]
pub(super) struct DayJson {
    date: String,
    items: Vec<DayVisitJson>,
}

impl DayJson {
    /// The visits of a day as the nurse reads them.
    pub fn of(date: Day, visits: Vec<(Session, BookingView)>) -> Result<DayJson, Error> {
        let items = visits
            .into_iter()
            .map(day_visit)
            .collect::<Result<_, _>>()?;
        Ok(DayJson {
            date: date.to_string(),
            items,
        })
    }
}

fn day_visit((visit, view): (Session, BookingView)) -> Result<DayVisitJson, Error> {
    let snapshot = variant(&view.booking.variant_snapshot)?;
    let next: &[_] = match visit.status {
        SessionStatus::Scheduled => &["check_in", "missed"],
        SessionStatus::InProgress => &["check_out"],
        SessionStatus::Completed | SessionStatus::Missed | SessionStatus::Cancelled => &[],
    };
    Ok(DayVisitJson {
        session: SessionJson::from(&visit),
        booking_id: visit.booking.get(),
        booking_status: view.booking.status.as_str(),
        patient: PatientJson {
            id: view.booking.patient.get(),
            display_name: view.labels.patient_name,
        },
        address: PlaceJson {
            city: view.booking.city,
            district: view.booking.district,
        },
        variant_title: snapshot["title"].as_str().unwrap_or_default().to_owned(),
        next: next.to_vec(),
    })
}

/// Where an admin moves a booking.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = BookingTransition)]
pub(super) struct TransitionJson {
    status: Option<String>,
    /// At most 500 characters.
    reason: Option<String>,
}

impl Check for TransitionJson {
    type Valid = (BookingStatus, Option<String>);

    fn check(self, fields: &mut Fields) -> Option<Self::Valid> {
        let status = fields.choice("status", self.status, BookingStatus::parse);
        let reason = fields.text_or_none("reason", self.reason, REASON_MAX);
        Some((status?, reason))
    }
}

/// Who takes the remaining visits over.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = BookingSubstitution)]
pub(super) struct SubstituteJson {
    nurse_id: Option<i64>,
}

impl Check for SubstituteJson {
    type Valid = NurseId;

    fn check(self, fields: &mut Fields) -> Option<NurseId> {
        fields.id("nurse_id", self.nurse_id, NurseId::new)
    }
}

/// Why a visit did not take place.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = BookingSessionMissed)]
pub(super) struct MissedJson {
    /// `nurse_no_show`, `client_not_home`, `client_refused`, `unsafe` or `other`.
    missed_reason: Option<String>,
    /// At most 500 characters; required with `other`.
    note: Option<String>,
}

impl Check for MissedJson {
    type Valid = (MissedReason, Option<String>);

    fn check(self, fields: &mut Fields) -> Option<Self::Valid> {
        let reason = fields.choice("missed_reason", self.missed_reason, MissedReason::parse);
        let note = match reason {
            Some(MissedReason::Other) => fields.text("note", self.note, REASON_MAX),
            _ => fields.text_or_none("note", self.note, REASON_MAX),
        };
        Some((reason?, note))
    }
}

/// When a visit is to take place instead.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = BookingSessionReschedule)]
pub(super) struct RescheduleJson {
    /// `YYYY-MM-DD`.
    scheduled_date: Option<String>,
    /// `HH:MM` in agency time.
    scheduled_time_start: Option<String>,
    /// `HH:MM`; at or before the start it means the next day, for overnight visits only.
    scheduled_time_end: Option<String>,
}

impl Check for RescheduleJson {
    type Valid = (Day, DayTime, DayTime);

    fn check(self, fields: &mut Fields) -> Option<Self::Valid> {
        let day = fields.day("scheduled_date", self.scheduled_date);
        let start = fields.day_time("scheduled_time_start", self.scheduled_time_start);
        let end = fields.day_time("scheduled_time_end", self.scheduled_time_end);
        Some((day?, start?, end?))
    }
}

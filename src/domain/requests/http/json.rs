//! The JSON of booking requests.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::domain::people::types::rating_text;
use crate::domain::requests::types::{
    Accepted, Expired, GenderRequirement, INTERVAL_MAX, Moment, NOTES_MAX, NewRequest, REASON_MAX,
    RequestDetail, RequestStatus, RequestView, SESSIONS_MAX, Schedule,
};
use crate::http::body::Check;
use crate::kernel::check::Fields;
use crate::kernel::ids::{AddressId, BookingId, NurseId, PatientId, VariantId};

/// A new request. Deadlines and status are never taken from outside.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = BookingRequestNew)]
pub(super) struct NewJson {
    nurse_id: Option<i64>,
    variant_id: Option<i64>,
    patient_id: Option<i64>,
    customer_address_id: Option<i64>,
    /// `YYYY-MM-DD`, today or later in agency time.
    requested_date: Option<String>,
    /// `HH:MM` in agency time.
    requested_time_start: Option<String>,
    /// `HH:MM`; at or before the start it means the next day, for overnight offers only.
    requested_time_end: Option<String>,
    /// `male`, `female` or `any`; left out it stays null and anyone may come.
    required_caregiver_gender: Option<String>,
    /// 1 to 366, default 1.
    session_count: Option<i64>,
    /// 1 to 366, default 1.
    visit_interval_days: Option<i64>,
    /// At most 1000 characters; the nurse reads it.
    customer_notes: Option<String>,
}

impl Check for NewJson {
    type Valid = NewRequest;

    fn check(self, fields: &mut Fields) -> Option<NewRequest> {
        let nurse = fields.id("nurse_id", self.nurse_id, NurseId::new);
        let variant = fields.id("variant_id", self.variant_id, VariantId::new);
        let patient = fields.id("patient_id", self.patient_id, PatientId::new);
        let address = fields.id(
            "customer_address_id",
            self.customer_address_id,
            AddressId::new,
        );
        let date = fields.day("requested_date", self.requested_date);
        let start = fields.day_time("requested_time_start", self.requested_time_start);
        let end = fields.day_time("requested_time_end", self.requested_time_end);
        let required_gender = self.required_caregiver_gender.map(|word| {
            let name = "required_caregiver_gender";
            fields.choice(name, Some(word), GenderRequirement::parse)
        });
        let count = Some(self.session_count.unwrap_or(1));
        let count = fields.integer("session_count", count, 1..=SESSIONS_MAX);
        let interval = Some(self.visit_interval_days.unwrap_or(1));
        let interval = fields.integer("visit_interval_days", interval, 1..=INTERVAL_MAX);
        let customer_notes = fields.text_or_none("customer_notes", self.customer_notes, NOTES_MAX);
        Some(NewRequest {
            nurse: nurse?,
            variant: variant?,
            patient: patient?,
            address: address?,
            schedule: Schedule {
                date: date?,
                start: start?,
                end: end?,
                session_count: count?,
                visit_interval_days: interval?,
            },
            required_gender: required_gender.flatten(),
            customer_notes,
        })
    }
}

#[derive(Serialize, ToSchema)]
#[schema(as = BookingRequestNurse)]
pub(super) struct NurseJson {
    id: i64,
    display_name: String,
    /// Mean of reviews such as `4.6`; null without reviews.
    average_rating: Option<String>,
}

#[derive(Serialize, ToSchema)]
#[schema(as = BookingRequestPatient)]
pub(super) struct PatientJson {
    id: i64,
    display_name: String,
}

#[derive(Serialize, ToSchema)]
#[schema(as = BookingRequestVariant)]
pub(super) struct VariantJson {
    id: i64,
    title: String,
}

#[derive(Serialize, ToSchema)]
#[schema(as = BookingRequestAddress)]
pub(super) struct AddressJson {
    city: String,
    district: String,
    /// For its customer only.
    #[serde(skip_serializing_if = "Option::is_none")]
    address_line: Option<String>,
}

#[derive(Serialize, ToSchema)]
#[schema(as = BookingRequest)]
pub(super) struct RequestJson {
    id: i64,
    customer_id: i64,
    nurse_id: i64,
    patient_id: i64,
    variant_id: i64,
    customer_address_id: i64,
    required_caregiver_gender: Option<&'static str>,
    requested_date: String,
    requested_time_start: String,
    requested_time_end: String,
    session_count: i64,
    visit_interval_days: i64,
    customer_notes: Option<String>,
    status: &'static str,
    nurse_response_deadline_at: String,
    payment_deadline_at: Option<String>,
    nurse_rejection_reason: Option<String>,
    created_at: String,
    modified_at: String,
    created_by_id: i64,
    modified_by_id: Option<i64>,
    /// Always null: a removed request is not found.
    deleted_at: Option<String>,
    nurse: NurseJson,
    patient: PatientJson,
    variant: VariantJson,
    address: AddressJson,
    /// Null until a payment was captured.
    booking_id: Option<i64>,
}

impl From<RequestView> for RequestJson {
    fn from(view: RequestView) -> RequestJson {
        let (request, labels) = (view.request, view.labels);
        RequestJson {
            id: request.id.get(),
            customer_id: request.customer.get(),
            nurse_id: request.nurse.get(),
            patient_id: request.patient.get(),
            variant_id: request.variant.get(),
            customer_address_id: request.address.get(),
            required_caregiver_gender: request.required_gender.map(GenderRequirement::as_str),
            requested_date: request.schedule.date.to_string(),
            requested_time_start: request.schedule.start.to_string(),
            requested_time_end: request.schedule.end.to_string(),
            session_count: request.schedule.session_count,
            visit_interval_days: request.schedule.visit_interval_days,
            customer_notes: request.customer_notes,
            status: request.status.as_str(),
            nurse_response_deadline_at: request.respond_by.to_rfc3339(),
            payment_deadline_at: request.pay_by.map(|at| at.to_rfc3339()),
            nurse_rejection_reason: request.rejection_reason,
            created_at: request.created_at.to_rfc3339(),
            modified_at: request.modified_at.to_rfc3339(),
            created_by_id: request.created_by.get(),
            modified_by_id: request.modified_by.map(|user| user.get()),
            deleted_at: None,
            nurse: NurseJson {
                id: request.nurse.get(),
                display_name: labels.nurse_name,
                average_rating: labels.nurse_rating_hundredths.map(rating_text),
            },
            patient: PatientJson {
                id: request.patient.get(),
                display_name: labels.patient_name,
            },
            variant: VariantJson {
                id: request.variant.get(),
                title: labels.variant_title,
            },
            address: AddressJson {
                city: labels.city,
                district: labels.district,
                address_line: labels.address_line.map(|line| line.into_inner()),
            },
            booking_id: labels.booking.map(BookingId::get),
        }
    }
}

#[derive(Serialize, ToSchema)]
#[schema(as = BookingRequestMoment)]
pub(super) struct MomentJson {
    at: String,
    /// Null for the coming into being.
    from: Option<&'static str>,
    to: &'static str,
    actor_role: String,
    /// For the family and staff.
    reason: Option<String>,
}

impl From<Moment> for MomentJson {
    fn from(moment: Moment) -> MomentJson {
        MomentJson {
            at: moment.at.to_rfc3339(),
            from: moment.from.map(RequestStatus::as_str),
            to: moment.to.as_str(),
            actor_role: moment.actor_role,
            reason: moment.reason,
        }
    }
}

#[derive(Serialize, ToSchema)]
#[schema(as = BookingRequestDetail)]
pub(super) struct DetailJson {
    #[serde(flatten)]
    request: RequestJson,
    /// Every move, oldest first.
    timeline: Vec<MomentJson>,
}

impl From<RequestDetail> for DetailJson {
    fn from(detail: RequestDetail) -> DetailJson {
        DetailJson {
            request: RequestJson::from(detail.view),
            timeline: detail.timeline.into_iter().map(MomentJson::from).collect(),
        }
    }
}

#[derive(Serialize, ToSchema)]
#[schema(as = BookingRequestAccepted)]
pub(super) struct AcceptedJson {
    #[serde(flatten)]
    detail: DetailJson,
    /// `overlap` when the nurse has promised another visit for that time.
    warnings: Vec<&'static str>,
}

impl From<Accepted> for AcceptedJson {
    fn from(accepted: Accepted) -> AcceptedJson {
        AcceptedJson {
            detail: DetailJson::from(accepted.detail),
            warnings: accepted
                .warnings
                .iter()
                .map(|warning| warning.as_str())
                .collect(),
        }
    }
}

#[derive(Serialize, ToSchema)]
#[schema(as = BookingRequestPage)]
pub(super) struct RequestPage {
    items: Vec<RequestJson>,
    next_cursor: Option<String>,
    /// With `count=1`.
    total: Option<i64>,
}

/// Why; required when refusing.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = BookingRequestRejection)]
pub(super) struct RejectJson {
    /// 1 to 500 characters; the family reads it.
    reason: Option<String>,
}

impl Check for RejectJson {
    type Valid = String;

    fn check(self, fields: &mut Fields) -> Option<String> {
        fields.text("reason", self.reason, REASON_MAX)
    }
}

/// Why; may be left out when withdrawing.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = BookingRequestWithdrawal)]
pub(super) struct CancelJson {
    /// At most 500 characters.
    reason: Option<String>,
}

impl Check for CancelJson {
    type Valid = Option<String>;

    fn check(self, fields: &mut Fields) -> Option<Option<String>> {
        Some(fields.text_or_none("reason", self.reason, REASON_MAX))
    }
}

#[derive(Serialize, ToSchema)]
#[schema(as = BookingRequestsExpired)]
pub(super) struct ExpiredJson {
    expired_no_response: i64,
    payment_deadline_expired: i64,
}

impl From<Expired> for ExpiredJson {
    fn from(expired: Expired) -> ExpiredJson {
        ExpiredJson {
            expired_no_response: expired.no_response,
            payment_deadline_expired: expired.payment_lapsed,
        }
    }
}

//! Who may do what: one line per operation. A route without a line fails.
//!
//! Ten callers, in this order: nobody, the family's customer, another customer, the nurse asked,
//! another nurse, a doctor, an agent, finance, an admin, the owner. Per caller:
//! `-` 401, `y` admitted, `f` 403, `x` 404 as if the row were absent, `o` open to anybody.

/// What the `{…}` of a path names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Row {
    /// The path names no row.
    None,
    /// A patient of the family.
    Patient,
    /// The payer of the family.
    Customer,
    /// An address of the family.
    Address,
    /// A request of the family to the nurse.
    Request,
    /// The nurse's profile.
    Nurse,
    /// An offer of the nurse.
    Variant,
    /// A notice of the family's customer.
    Notice,
    /// A session of the family's customer.
    Session,
    /// An API key of the family's customer.
    Key,
    /// A user; the route asks for the role first, whatever the row.
    User,
    /// The name of a job; the route asks for the role first.
    Job,
    /// The key of a setting; the route asks for the role first.
    Setting,
    /// A token that is a secret of its own.
    Token,
}

/// What is sent, good enough to pass every check of the body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Send {
    /// No body.
    Nothing,
    /// `{}`.
    Empty,
    /// A patient.
    Patient,
    /// An address.
    Address,
    /// A question to the nurse.
    Request,
    /// A reason.
    Reason,
    /// A nurse's profile.
    Profile,
    /// A new nurse.
    Nurse,
    /// An offer.
    Variant,
    /// A paper of a nurse.
    Paper,
    /// A setting's value.
    Value,
    /// The name of a new key.
    KeyName,
    /// A change of a user.
    User,
}

/// One operation and who may call it.
pub struct Rule {
    /// Method.
    pub method: &'static str,
    /// Path below `/api/v1`.
    pub path: &'static str,
    /// What the path names.
    pub row: Row,
    /// What is sent.
    pub send: Send,
    /// One letter per caller.
    pub who: &'static str,
}

const fn rule(
    method: &'static str,
    path: &'static str,
    row: Row,
    send: Send,
    who: &'static str,
) -> Rule {
    Rule {
        method,
        path,
        row,
        send,
        who,
    }
}

/// Everybody, signed in or not.
const OPEN: &str = "oooooooooo";
/// Everybody signed in.
const SIGNED: &str = "-yyyyyyyyy";
/// Only the family's customer sees the row; for everybody else it is not there.
const ITS_OWN: &str = "-yxxxxxxxx";

/// Every operation, by slice.
pub const POLICY: &[Rule] = &[
    // documentation, events
    rule("GET", "/openapi.json", Row::None, Send::Nothing, OPEN),
    rule("GET", "/lifecycles", Row::None, Send::Nothing, OPEN),
    rule("GET", "/events", Row::None, Send::Nothing, SIGNED),
    rule("GET", "/routes", Row::None, Send::Nothing, SIGNED),
    // demo: outside one these routes do not exist, whoever asks
    rule("POST", "/demo/clock", Row::None, Send::Empty, "xxxxxxxxxx"),
    rule(
        "GET",
        "/demo/outbox",
        Row::None,
        Send::Nothing,
        "xxxxxxxxxx",
    ),
    // accounts: signing in, and what needs no sign-in
    rule("POST", "/auth/login", Row::None, Send::Empty, OPEN),
    rule("POST", "/auth/code", Row::None, Send::Empty, OPEN),
    rule("POST", "/auth/register", Row::None, Send::Empty, OPEN),
    rule("POST", "/auth/password_reset", Row::None, Send::Empty, OPEN),
    rule(
        "GET",
        "/auth/invitations/{token}",
        Row::Token,
        Send::Nothing,
        OPEN,
    ),
    rule(
        "POST",
        "/auth/invitations/{token}",
        Row::Token,
        Send::Empty,
        OPEN,
    ),
    rule("GET", "/setup", Row::None, Send::Nothing, OPEN),
    rule("POST", "/setup", Row::None, Send::Empty, OPEN),
    rule("POST", "/setup/agency", Row::None, Send::Empty, OPEN),
    rule("POST", "/setup/owner", Row::None, Send::Empty, OPEN),
    rule(
        "GET",
        "/setup/recovery_sheet",
        Row::None,
        Send::Nothing,
        OPEN,
    ),
    rule(
        "POST",
        "/setup/recovery_sheet",
        Row::None,
        Send::Empty,
        OPEN,
    ),
    rule("POST", "/setup/totp", Row::None, Send::Empty, OPEN),
    rule("POST", "/setup/totp/confirm", Row::None, Send::Empty, OPEN),
    // accounts: one's own
    rule("POST", "/auth/logout", Row::None, Send::Empty, SIGNED),
    rule("GET", "/me", Row::None, Send::Nothing, SIGNED),
    rule("PUT", "/me", Row::None, Send::Empty, SIGNED),
    rule("POST", "/me/password", Row::None, Send::Empty, SIGNED),
    rule("GET", "/me/sessions", Row::None, Send::Nothing, SIGNED),
    rule(
        "DELETE",
        "/me/sessions/{id}",
        Row::Session,
        Send::Nothing,
        ITS_OWN,
    ),
    rule("POST", "/me/totp", Row::None, Send::Empty, SIGNED),
    rule("POST", "/me/totp/confirm", Row::None, Send::Empty, SIGNED),
    rule("DELETE", "/me/totp", Row::None, Send::Empty, SIGNED),
    rule("POST", "/me/recovery_codes", Row::None, Send::Empty, SIGNED),
    rule("GET", "/me/api_keys", Row::None, Send::Nothing, SIGNED),
    rule("POST", "/me/api_keys", Row::None, Send::KeyName, SIGNED),
    rule(
        "DELETE",
        "/me/api_keys/{id}",
        Row::Key,
        Send::Nothing,
        ITS_OWN,
    ),
    // accounts: everybody's, for the owner
    rule(
        "GET",
        "/admin/users",
        Row::None,
        Send::Nothing,
        "-ffffffffy",
    ),
    rule("POST", "/admin/users", Row::None, Send::Empty, "-ffffffffy"),
    rule(
        "PUT",
        "/admin/users/{id}",
        Row::User,
        Send::User,
        "-ffffffffy",
    ),
    rule(
        "POST",
        "/admin/users/{id}/invite",
        Row::User,
        Send::Empty,
        "-ffffffffy",
    ),
    // people
    rule("GET", "/patients", Row::None, Send::Nothing, "-yyfffyyyy"),
    rule("POST", "/patients", Row::None, Send::Patient, "-yyfffyyyy"),
    rule(
        "GET",
        "/patients/{id}",
        Row::Patient,
        Send::Nothing,
        "-yxxxxyyyy",
    ),
    rule(
        "PUT",
        "/patients/{id}",
        Row::Patient,
        Send::Patient,
        "-yxxxxffyy",
    ),
    rule(
        "DELETE",
        "/patients/{id}",
        Row::Patient,
        Send::Nothing,
        "-yxxxxffyy",
    ),
    rule("GET", "/addresses", Row::None, Send::Nothing, "-yyfffyyyy"),
    rule("POST", "/addresses", Row::None, Send::Address, "-yyfffyyyy"),
    rule(
        "GET",
        "/addresses/{id}",
        Row::Address,
        Send::Nothing,
        "-yxxxxyyyy",
    ),
    rule(
        "PUT",
        "/addresses/{id}",
        Row::Address,
        Send::Address,
        "-yxxxxffyy",
    ),
    rule(
        "DELETE",
        "/addresses/{id}",
        Row::Address,
        Send::Nothing,
        "-yxxxxffyy",
    ),
    rule(
        "GET",
        "/admin/customers",
        Row::None,
        Send::Nothing,
        "-fffffyyyy",
    ),
    rule(
        "GET",
        "/admin/customers/{id}",
        Row::Customer,
        Send::Nothing,
        "-fxxxxyyyy",
    ),
    rule(
        "GET",
        "/nurse/profile",
        Row::None,
        Send::Nothing,
        "-ffyyfffff",
    ),
    rule(
        "PUT",
        "/nurse/profile",
        Row::None,
        Send::Profile,
        "-ffyyfffff",
    ),
    rule(
        "GET",
        "/admin/nurses",
        Row::None,
        Send::Nothing,
        "-fffffyyyy",
    ),
    rule(
        "POST",
        "/admin/nurses",
        Row::None,
        Send::Nurse,
        "-fffffffyy",
    ),
    rule(
        "GET",
        "/admin/nurses/{id}",
        Row::Nurse,
        Send::Nothing,
        "-fffffyyyy",
    ),
    rule(
        "POST",
        "/admin/nurses/{id}/verify",
        Row::Nurse,
        Send::Empty,
        "-fffffyyyy",
    ),
    rule(
        "POST",
        "/admin/nurses/{id}/unverify",
        Row::Nurse,
        Send::Empty,
        "-fffffyyyy",
    ),
    rule(
        "GET",
        "/admin/nurses/{id}/credentials",
        Row::Nurse,
        Send::Nothing,
        "-fffffyyyy",
    ),
    rule(
        "POST",
        "/admin/nurses/{id}/credentials",
        Row::Nurse,
        Send::Paper,
        "-fffffyyyy",
    ),
    // catalog
    rule("GET", "/catalog/categories", Row::None, Send::Nothing, OPEN),
    rule("GET", "/nurses", Row::None, Send::Nothing, OPEN),
    rule("GET", "/nurses/{id}", Row::Nurse, Send::Nothing, OPEN),
    rule(
        "GET",
        "/nurse/variants",
        Row::None,
        Send::Nothing,
        "-ffyyfffff",
    ),
    rule(
        "POST",
        "/nurse/variants",
        Row::None,
        Send::Variant,
        "-ffyyfffff",
    ),
    rule(
        "PUT",
        "/nurse/variants/{id}",
        Row::Variant,
        Send::Variant,
        "-xxyxxxxxx",
    ),
    // requests
    rule(
        "GET",
        "/booking_requests",
        Row::None,
        Send::Nothing,
        "-yyyyfyyyy",
    ),
    rule(
        "POST",
        "/booking_requests",
        Row::None,
        Send::Request,
        "-yxfffffff",
    ),
    rule(
        "GET",
        "/booking_requests/{id}",
        Row::Request,
        Send::Nothing,
        "-yxyxxyyyy",
    ),
    rule(
        "POST",
        "/booking_requests/{id}/accept",
        Row::Request,
        Send::Empty,
        "-fxyxxffff",
    ),
    rule(
        "POST",
        "/booking_requests/{id}/reject",
        Row::Request,
        Send::Reason,
        "-fxyxxffff",
    ),
    rule(
        "POST",
        "/booking_requests/{id}/cancel",
        Row::Request,
        Send::Reason,
        "-yxfxxffff",
    ),
    rule(
        "POST",
        "/admin/booking_requests/expire",
        Row::None,
        Send::Empty,
        "-fffffffyy",
    ),
    // notices
    rule("GET", "/notifications", Row::None, Send::Nothing, SIGNED),
    rule(
        "GET",
        "/notifications/unread_count",
        Row::None,
        Send::Nothing,
        SIGNED,
    ),
    rule(
        "POST",
        "/notifications/{id}/read",
        Row::Notice,
        Send::Empty,
        ITS_OWN,
    ),
    rule(
        "POST",
        "/notifications/read",
        Row::None,
        Send::Empty,
        SIGNED,
    ),
    rule(
        "POST",
        "/notifications/read_all",
        Row::None,
        Send::Empty,
        SIGNED,
    ),
    // administration
    rule(
        "GET",
        "/admin/settings",
        Row::None,
        Send::Nothing,
        "-fffffffyy",
    ),
    rule(
        "GET",
        "/admin/settings/{key}",
        Row::Setting,
        Send::Nothing,
        "-fffffffyy",
    ),
    rule(
        "PUT",
        "/admin/settings/{key}",
        Row::Setting,
        Send::Value,
        "-fffffffyy",
    ),
    rule(
        "GET",
        "/admin/audit",
        Row::None,
        Send::Nothing,
        "-fffffffyy",
    ),
    rule(
        "GET",
        "/admin/audit/verify",
        Row::None,
        Send::Nothing,
        "-fffffffyy",
    ),
    rule(
        "GET",
        "/admin/access_log",
        Row::None,
        Send::Nothing,
        "-fffffffyy",
    ),
    rule(
        "GET",
        "/admin/health",
        Row::None,
        Send::Nothing,
        "-ffffffffy",
    ),
    rule("GET", "/admin/jobs", Row::None, Send::Nothing, "-fffffffyy"),
    rule(
        "GET",
        "/admin/jobs/{name}/runs",
        Row::Job,
        Send::Nothing,
        "-fffffffyy",
    ),
    rule(
        "POST",
        "/admin/jobs/{name}/run",
        Row::Job,
        Send::Empty,
        "-fffffffyy",
    ),
    rule(
        "POST",
        "/admin/jobs/{name}/pause",
        Row::Job,
        Send::Empty,
        "-fffffffyy",
    ),
    rule(
        "POST",
        "/admin/jobs/{name}/resume",
        Row::Job,
        Send::Empty,
        "-fffffffyy",
    ),
];

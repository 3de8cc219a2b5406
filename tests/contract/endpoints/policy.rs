//! Who may do what: one line per operation. A route without a line fails.
//!
//! Ten callers, in this order: nobody, the family's customer, another customer, the nurse asked,
//! another nurse, a doctor, an agent, finance, an admin, the owner. Per caller:
//! `-` 401, `y` admitted, `f` 403, `x` 404 as if the row were absent, `o` open to anybody.

use serde::Deserialize;
use serde_json::{Value, from_value};

/// What the `{…}` of a path names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
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
    /// A booking of the family with the nurse.
    Booking,
    /// A visit of such a booking.
    Visit,
    /// An attempt of the family to pay.
    Payment,
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
    /// An alert; the route asks for the role first.
    Alert,
    /// A backup; the route asks for the role first.
    Backup,
    /// The name of a job; the route asks for the role first.
    Job,
    /// The key of a setting; the route asks for the role first.
    Setting,
    /// A message that was given up; the route asks for the role first.
    Message,
    /// A token that is a secret of its own.
    Token,
}

/// What is sent, good enough to pass every check of the body.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
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
    /// A request that waits for a payment.
    Convert,
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
    /// Where a booking is moved.
    Transition,
    /// Who takes a booking over.
    Substitute,
    /// Why a visit did not take place.
    Missed,
    /// When a visit takes place instead.
    Reschedule,
    /// What the nurse must know.
    Care,
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

/// Every operation, by slice: method, path, what it names, what is sent, who may.
const TABLE: &str = "
# documentation, events
GET    /openapi.json                          None     Nothing  oooooooooo
GET    /lifecycles                            None     Nothing  oooooooooo
GET    /events                                None     Nothing  -yyyyyyyyy
GET    /routes                                None     Nothing  -yyyyyyyyy
# demo: outside one these routes do not exist, whoever asks
POST   /demo/clock                            None     Empty    xxxxxxxxxx
GET    /demo/outbox                           None     Nothing  xxxxxxxxxx
POST   /demo/gateway                          None     Empty    xxxxxxxxxx
# accounts: signing in, and what needs no sign-in
POST   /auth/login                            None     Empty    oooooooooo
POST   /auth/code                             None     Empty    oooooooooo
POST   /auth/register                         None     Empty    oooooooooo
POST   /auth/password_reset                   None     Empty    oooooooooo
GET    /auth/invitations/{token}              Token    Nothing  oooooooooo
POST   /auth/invitations/{token}              Token    Empty    oooooooooo
GET    /setup                                 None     Nothing  oooooooooo
POST   /setup                                 None     Empty    oooooooooo
POST   /setup/agency                          None     Empty    oooooooooo
POST   /setup/owner                           None     Empty    oooooooooo
GET    /setup/recovery_sheet                  None     Nothing  oooooooooo
POST   /setup/recovery_sheet                  None     Empty    oooooooooo
POST   /setup/totp                            None     Empty    oooooooooo
POST   /setup/totp/confirm                    None     Empty    oooooooooo
POST   /setup/backup                          None     Empty    oooooooooo
POST   /setup/message                         None     Empty    oooooooooo
# accounts: one's own
POST   /auth/logout                           None     Empty    -yyyyyyyyy
GET    /me                                    None     Nothing  -yyyyyyyyy
PUT    /me                                    None     Empty    -yyyyyyyyy
POST   /me/password                           None     Empty    -yyyyyyyyy
GET    /me/sessions                           None     Nothing  -yyyyyyyyy
DELETE /me/sessions/{id}                      Session  Nothing  -yxxxxxxxx
POST   /me/totp                               None     Empty    -yyyyyyyyy
POST   /me/totp/confirm                       None     Empty    -yyyyyyyyy
DELETE /me/totp                               None     Empty    -yyyyyyyyy
POST   /me/recovery_codes                     None     Empty    -yyyyyyyyy
GET    /me/api_keys                           None     Nothing  -yyyyyyyyy
POST   /me/api_keys                           None     KeyName  -yyyyyyyyy
GET    /me/api_keys/{id}                      Key      Nothing  -yxxxxxxxx
DELETE /me/api_keys/{id}                      Key      Nothing  -yxxxxxxxx
# accounts: everybody's, for the owner
GET    /admin/users                           None     Nothing  -ffffffffy
POST   /admin/users                           None     Empty    -ffffffffy
GET    /admin/users/{id}                      User     Nothing  -ffffffffy
PUT    /admin/users/{id}                      User     User     -ffffffffy
POST   /admin/users/{id}/invite               User     Empty    -ffffffffy
# people
GET    /patients                              None     Nothing  -yyfffyyyy
POST   /patients                              None     Patient  -yyfffyyyy
GET    /patients/{id}                         Patient  Nothing  -yxxxxyyyy
PUT    /patients/{id}                         Patient  Patient  -yxxxxffyy
DELETE /patients/{id}                         Patient  Nothing  -yxxxxffyy
GET    /addresses                             None     Nothing  -yyfffyyyy
POST   /addresses                             None     Address  -yyfffyyyy
GET    /addresses/{id}                        Address  Nothing  -yxxxxyyyy
PUT    /addresses/{id}                        Address  Address  -yxxxxffyy
DELETE /addresses/{id}                        Address  Nothing  -yxxxxffyy
GET    /admin/customers                       None     Nothing  -fffffyyyy
GET    /admin/customers/{id}                  Customer Nothing  -fxxxxyyyy
GET    /nurse/profile                         None     Nothing  -ffyyfffff
PUT    /nurse/profile                         None     Profile  -ffyyfffff
GET    /admin/nurses                          None     Nothing  -fffffyyyy
POST   /admin/nurses                          None     Nurse    -fffffffyy
GET    /admin/nurses/{id}                     Nurse    Nothing  -fffffyyyy
PUT    /admin/nurses/{id}                     Nurse    Empty    -fffffffyy
POST   /admin/nurses/{id}/verify              Nurse    Empty    -fffffyyyy
POST   /admin/nurses/{id}/unverify            Nurse    Empty    -fffffyyyy
GET    /admin/nurses/{id}/credentials         Nurse    Nothing  -fffffyyyy
POST   /admin/nurses/{id}/credentials         Nurse    Paper    -fffffyyyy
# catalog
GET    /catalog/categories                    None     Nothing  oooooooooo
GET    /nurses                                None     Nothing  oooooooooo
GET    /nurses/{id}                           Nurse    Nothing  oooooooooo
GET    /nurse/variants                        None     Nothing  -ffyyfffff
POST   /nurse/variants                        None     Variant  -ffyyfffff
GET    /nurse/variants/{id}                   Variant  Nothing  -xxyxxxxxx
PUT    /nurse/variants/{id}                   Variant  Variant  -xxyxxxxxx
GET    /admin/variants                        None     Nothing  -fffffyyyy
POST   /admin/variants/{id}/archive           Variant  Empty    -fffffffyy
POST   /admin/variants/{id}/offer             Variant  Empty    -fffffffyy
# requests
GET    /booking_requests                      None     Nothing  -yyyyfyyyy
POST   /booking_requests                      None     Request  -yxfffffff
GET    /booking_requests/{id}                 Request  Nothing  -yxyxxyyyy
POST   /booking_requests/{id}/accept          Request  Empty    -fxyxxffff
POST   /booking_requests/{id}/reject          Request  Reason   -fxyxxffff
POST   /booking_requests/{id}/cancel          Request  Reason   -yxfxxffff
POST   /admin/booking_requests/expire         None     Empty    -fffffffyy

# bookings
GET    /bookings                              None     Nothing  -yyyyfyyyy
GET    /bookings/{id}                         Booking  Nothing  -yxyxxyyyy
POST   /bookings/{id}/transition              Booking  Transition -fxfxxffyy
POST   /bookings/{id}/substitute              Booking  Substitute -fxfxxyyyy
GET    /booking_sessions/today                None     Nothing  -ffyyfffff
POST   /booking_sessions/{id}/missed          Visit    Missed   -fxyxxyyyy
POST   /booking_sessions/{id}/reschedule      Visit    Reschedule -yxyxxyyyy
POST   /bookings/{id}/care_instructions       Booking  Care     -yxfxxffyy
GET    /bookings/{id}/care_instructions       Booking  Nothing  -fxyxxffyy
GET    /bookings/{id}/care_instructions/filled Booking Nothing  -yxfxxffyy
GET    /bookings/{id}/emergency_contact       Booking  Nothing  -fxyxxffyy
# payments
POST   /booking_requests/{id}/payments        Request  Empty    -yxfxxffff
GET    /payments                              None     Nothing  -yyfffffff
GET    /payments/{id}                         Payment  Nothing  -yxxxxyyyy
GET    /payments/return/{gateway}             Token    Nothing  oooooooooo
POST   /webhooks/payments/{gateway}           Token    Empty    oooooooooo
GET    /admin/payments                        None     Nothing  -fffffyyyy
POST   /bookings/convert                      None     Convert  -fffffffyy
# notices
GET    /notifications                         None     Nothing  -yyyyyyyyy
GET    /notifications/unread_count            None     Nothing  -yyyyyyyyy
POST   /notifications/{id}/read               Notice   Empty    -yxxxxxxxx
POST   /notifications/read                    None     Empty    -yyyyyyyyy
POST   /notifications/read_all                None     Empty    -yyyyyyyyy
GET    /admin/notifications                   None     Nothing  -fffffyyyy
POST   /admin/notifications/{id}/resend       Message  Empty    -fffffffyy
# alerts
GET    /admin/alerts                          None     Nothing  -fffffyyyy
GET    /admin/alerts/counts                   None     Nothing  -fffffyyyy
POST   /admin/alerts/{id}/acknowledge         Alert    Empty    -fffffyyyy
POST   /admin/alerts/{id}/resolve             Alert    Empty    -fffffyyyy
# ledger
GET    /admin/ledger                          None     Nothing  -ffffffyyy
GET    /admin/ledger/trial_balance            None     Nothing  -ffffffyyy
GET    /me/notice_preferences                 None     Nothing  -yyyyyyyyy
PUT    /me/notice_preferences                 None     Empty    -yyyyyyyyy
# administration
GET    /admin/settings                        None     Nothing  -fffffffyy
GET    /admin/settings/{key}                  Setting  Nothing  -fffffffyy
PUT    /admin/settings/{key}                  Setting  Value    -fffffffyy
GET    /admin/audit                           None     Nothing  -fffffffyy
GET    /admin/audit/export                    None     Nothing  -fffffffyy
GET    /admin/audit/verify                    None     Nothing  -fffffffyy
GET    /admin/access_log                      None     Nothing  -fffffffyy
GET    /admin/health                          None     Nothing  -ffffffffy
GET    /admin/keys                            None     Nothing  -ffffffffy
POST   /admin/keys/rotate                     None     Empty    -ffffffffy
POST   /admin/keys/recovery_sheet             None     Empty    -ffffffffy
POST   /admin/keys/recovery_sheet/confirm     None     Empty    -ffffffffy
GET    /admin/backups                         None     Nothing  -ffffffffy
POST   /admin/backups                         None     Empty    -ffffffffy
GET    /admin/backups/{id}                    Backup   Nothing  -ffffffffy
GET    /admin/backups/{id}/file               Backup   Nothing  -ffffffffy
POST   /admin/backups/{id}/verify             Backup   Empty    -ffffffffy
GET    /admin/doctor                          None     Nothing  -fffffffyy
GET    /admin/jobs                            None     Nothing  -fffffffyy
GET    /admin/jobs/{name}/runs                Job      Nothing  -fffffffyy
POST   /admin/jobs/{name}/run                 Job      Empty    -fffffffyy
POST   /admin/jobs/{name}/pause               Job      Empty    -fffffffyy
POST   /admin/jobs/{name}/resume              Job      Empty    -fffffffyy
";

/// Every line of the policy.
pub fn policy() -> Vec<Rule> {
    let is_rule = |line: &&str| !line.is_empty() && !line.starts_with('#');
    TABLE.lines().filter(is_rule).map(rule).collect()
}

fn rule(line: &'static str) -> Rule {
    let parts: Vec<&str> = line.split_whitespace().collect();
    let &[method, path, row, send, who] = parts.as_slice() else {
        panic!("a line of the policy has five parts: {line}");
    };
    Rule {
        method,
        path,
        row: from_value(Value::from(row)).unwrap_or_else(|_| panic!("no such row: {line}")),
        send: from_value(Value::from(send)).unwrap_or_else(|_| panic!("no such body: {line}")),
        who,
    }
}

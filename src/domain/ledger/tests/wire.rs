//! The books as finance reads them.

use super::{captured, payable, post, session};
use crate::domain::ledger::types::Kind;
use crate::kernel::actor::Role;
use crate::testing::site::Site;

fn books() -> (Site, String) {
    let site = Site::new();
    let key = site.key_of(Role::Finance);
    captured(&site.stage, 1, 1_000_000, Some(10_000));
    captured(&site.stage, 2, 300_000, None);
    post(&site.stage, Kind::VisitPayable, session(9), payable()).unwrap();
    (site, key)
}

#[tokio::test]
async fn finance_reads_accounts_with_balances_and_postings_newest_first() {
    let (site, key) = books();
    let first = site
        .get_as(&key, "/admin/ledger?page_size=2&count=1")
        .await
        .json();
    assert_eq!(first["total"], 3);
    let accounts = first["accounts"].as_array().unwrap();
    let escrow = accounts
        .iter()
        .find(|it| it["account"] == "escrow")
        .unwrap();
    assert_eq!(escrow["balance_irr"], -300_000);
    assert_eq!(escrow["entries"], 3);
    let visit = &first["items"][0];
    assert_eq!(visit["kind"], "visit_payable");
    assert_eq!(visit["reference"]["kind"], "booking_session");
    assert_eq!(visit["entries"][1]["account"], "nurse_payable:7");
    assert_eq!(visit["entries"][1]["amount_irr"], -850_000);
    let cursor = first["next_cursor"].as_str().unwrap();
    let path = format!("/admin/ledger?page_size=2&cursor={cursor}");
    let second = site.get_as(&key, &path).await.json();
    assert_eq!(second["items"].as_array().unwrap().len(), 1);
    assert_eq!(second["items"][0]["reference"]["id"], 1);
    assert!(second.get("accounts").is_none());
}

#[tokio::test]
async fn postings_are_found_by_account_event_and_what_they_come_of() {
    let (site, key) = books();
    let found = [
        ("account=nurse_payable:7", 1),
        ("account=escrow", 3),
        ("account=customer_credit:1", 0),
        ("kind=capture", 2),
        ("reference_kind=payment&reference_id=2", 1),
        ("reference_kind=booking_session&reference_id=2", 0),
    ];
    for (query, wanted) in found {
        let page = site
            .get_as(&key, &format!("/admin/ledger?count=1&{query}"))
            .await
            .json();
        assert_eq!(page["items"].as_array().unwrap().len(), wanted, "{query}");
        assert_eq!(page["total"], wanted, "{query}");
    }
    for (query, field) in [
        ("account=gold", "account"),
        ("kind=theft", "kind"),
        ("reference_kind=payment", "reference_id"),
        ("reference_id=4", "reference_kind"),
        ("reference_kind=payment&reference_id=0", "reference_id"),
        ("account=escrow&kind=capture", "account"),
    ] {
        let came = site
            .get_as(&key, &format!("/admin/ledger?{query}"))
            .await
            .json();
        assert_eq!(came["errors"][0]["field"], field, "{query}");
    }
}

#[tokio::test]
async fn the_trial_balance_names_every_account_and_comes_to_zero() {
    let (site, key) = books();
    let trial = site
        .get_as(&key, "/admin/ledger/trial_balance")
        .await
        .json();
    assert_eq!(trial["total"], 0);
    let accounts = trial["accounts"].as_array().unwrap();
    let sum: i64 = accounts
        .iter()
        .map(|it| it["balance_irr"].as_i64().unwrap())
        .sum();
    assert_eq!((sum, accounts.len()), (0, 5));
}

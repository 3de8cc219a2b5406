//! Alerts as the console reads them.

use super::late;
use crate::domain::alerts::service;
use crate::domain::alerts::types::{AlertKind, NewAlert, Severity};
use crate::kernel::actor::Role;
use crate::testing::site::Site;

fn raised(site: &Site, new: NewAlert) -> i64 {
    let raised = site.stage.write(move |tx| service::raise(tx, &new));
    raised.unwrap().get()
}

#[tokio::test]
async fn an_alert_shows_every_column_and_counts_until_it_is_resolved() {
    let site = Site::new();
    let key = site.key_of(Role::Agent);
    let id = raised(&site, late());
    let critical = NewAlert {
        kind: AlertKind::NoShow,
        severity: Severity::Critical,
        ..late()
    };
    raised(&site, critical);
    let page = site
        .get_as(&key, "/admin/alerts?kind=running_late&count=1")
        .await;
    let page = page.json();
    assert_eq!(page["total"], 1);
    let alert = &page["items"][0];
    assert_eq!(alert["id"], id);
    assert_eq!(alert["subject"]["kind"], "booking_session");
    assert_eq!(alert["subject"]["id"], 7);
    assert_eq!(alert["booking_id"], 3);
    for unset in [
        "acknowledged_at",
        "resolved_at",
        "note",
        "settled_as",
        "raised_by_id",
    ] {
        assert!(
            alert[unset].is_null() && alert.get(unset).is_some(),
            "{unset}"
        );
    }
    let taken = format!("/admin/alerts/{id}/acknowledge");
    let taken = site
        .post_as(&key, &taken, r#"{"note":"calling"}"#)
        .await
        .json();
    assert_eq!(
        (&taken["status"], &taken["note"]),
        (&"acknowledged".into(), &"calling".into())
    );
    let counts = site.get_as(&key, "/admin/alerts/counts").await.json();
    assert_eq!(
        (&counts["open"], &counts["acknowledged"]),
        (&1.into(), &1.into())
    );
    assert_eq!(counts["kinds"].as_array().unwrap().len(), 2);
    assert_eq!(counts["severities"][2]["severity"], "critical");
    assert_eq!(counts["severities"][2]["open"], 1);
    let over = format!("/admin/alerts/{id}/resolve");
    assert_eq!(
        site.post_as(&key, &over, "{}").await.json()["status"],
        "resolved"
    );
    let again = site.post_as(&key, &over, "{}").await.problem();
    assert_eq!(again, (409, "state.illegal_transition".to_owned()));
    let counts = site.get_as(&key, "/admin/alerts/counts").await.json();
    assert_eq!(counts["acknowledged"], 0);
}

#[tokio::test]
async fn an_unknown_filter_is_named() {
    let site = Site::new();
    let key = site.key_of(Role::Agent);
    for (query, field) in [("status=done", "status"), ("kind=rain", "kind")] {
        let came = site.get_as(&key, &format!("/admin/alerts?{query}")).await;
        assert_eq!(came.json()["errors"][0]["field"], field);
    }
}

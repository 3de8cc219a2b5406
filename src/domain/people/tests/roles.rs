//! What a person may still do after the owner changed their roles.

use axum::http::Method;

use super::{customer, nurse};
use crate::domain::accounts;
use crate::domain::people::types::Gender;
use crate::kernel::actor::{Caller, Role};
use crate::testing::site::Site;

#[tokio::test]
async fn a_role_taken_away_takes_the_use_of_its_profile_along() {
    let site = Site::new();
    let owner = site.key_of(Role::Owner);
    let (sara, _) = nurse(&site.stage, "sara", Gender::Female);
    let (reza, _) = customer(&site.stage, "reza");
    let people: [(Caller, &str); 2] = [(sara, "/nurse/profile"), (reza, "/patients")];
    for (who, path) in people {
        let key = site
            .stage
            .write(move |tx| accounts::service::issue_api_key(tx, who.user, "test", None))
            .unwrap();
        assert_eq!(site.get_as(&key, path).await.status, 200, "{path}");
        let user = format!("/admin/users/{}", who.user);
        let roles = r#"{"roles":["doctor"]}"#;
        let changed = site.send_as(&owner, Method::PUT, &user, roles).await;
        assert_eq!(changed.status, 200, "{}", changed.text());
        assert_eq!(site.get_as(&key, path).await.status, 403, "{path}");
    }
}

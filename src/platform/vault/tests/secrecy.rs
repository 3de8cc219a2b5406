//! No type that holds a secret can be printed or serialised: checked while compiling.

use std::fmt::{Debug, Display};

use serde::Serialize;

use crate::platform::vault::random::{Entropy, Stream};
use crate::platform::vault::recovery::Sheet;
use crate::platform::vault::root::{Root, RootKeys};
use crate::platform::vault::totp::{RecoveryCode, TotpSecret};
use crate::platform::vault::{Vault, keys::WrappedKey};

/// Does not compile when the type implements the trait: `Answer::<_>` then has two candidates.
macro_rules! lacks {
    ($kind:ty: $($forbidden:path),+) => {$({
        trait Answer<Candidate> {
            fn given() {}
        }
        struct Forbidden;
        impl<Any: ?Sized> Answer<()> for Any {}
        impl<Any: ?Sized + $forbidden> Answer<Forbidden> for Any {}
        <$kind as Answer<_>>::given();
    })+};
}

#[test]
fn secrets_cannot_be_printed_or_serialised() {
    lacks!(Vault: Debug, Display, Serialize, Clone);
    lacks!(Root: Debug, Display, Serialize, Clone);
    lacks!(RootKeys: Debug, Display, Serialize, Clone);
    lacks!(WrappedKey: Debug, Display, Serialize);
    lacks!(Entropy: Debug, Display, Serialize);
    lacks!(Stream: Debug, Display, Serialize, Clone);
    lacks!(Sheet: Debug, Display, Serialize, Clone);
    lacks!(TotpSecret: Debug, Display, Serialize, Clone);
    lacks!(RecoveryCode: Debug, Display, Serialize, Clone);
}

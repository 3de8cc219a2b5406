//! Values that must not show: no Debug, no Display, no Serialize.

/// Personal or clinical text in the clear, alive only while a use case needs it.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// Wraps a clear value.
    pub fn new(text: impl Into<String>) -> Secret {
        Secret(text.into())
    }

    /// The clear value, for sealing or for the one answer it belongs in.
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// The clear value, handed over.
    pub fn into_inner(self) -> String {
        self.0
    }
}

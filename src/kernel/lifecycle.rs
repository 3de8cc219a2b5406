//! One table per lifecycle: states, events and edges. Source: architecture, lifecycles.

/// Refused: the table has no edge for this event in this state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Illegal {
    /// Name of the state the row is in, as stored.
    pub from: &'static str,
    /// Name of the event that was tried.
    pub event: &'static str,
}

/// A lifecycle as published at `/api/v1/lifecycles`.
#[derive(Clone, Copy, Debug)]
pub struct Published {
    /// Name of the noun, as in the table name.
    pub name: &'static str,
    /// Every state, as stored.
    pub states: &'static [&'static str],
    /// Every legal move: from, event, to.
    pub edges: &'static [(&'static str, &'static str, &'static str)],
}

/// Declares a lifecycle: the state and event enums, their texts, and the only way to make a `Step`.
///
/// A `Step` has private fields, so a status can change only along an edge of the table, and `step`
/// is visible to the owning slice alone.
#[macro_export]
macro_rules! lifecycle {
    (
        $name:literal: $state:ident / $event:ident {
            $($(#[$sdoc:meta])* $variant:ident = $text:literal,)+
        }
        events { $($(#[$edoc:meta])* $ev:ident,)+ }
        edges { $($from:ident -- $by:ident --> $to:ident,)+ }
    ) => {
        #[doc = concat!("States of `", $name, "`, stored as text.")]
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum $state { $($(#[$sdoc])* #[doc = concat!("Stored as `", $text, "`.")] $variant,)+ }

        #[doc = concat!("What can happen to `", $name, "`.")]
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum $event { $($(#[$edoc])* #[doc = concat!("`", stringify!($ev), "`.")] $ev,)+ }

        impl $state {
            /// Every state.
            pub const ALL: &'static [$state] = &[$($state::$variant,)+];
            /// Every legal move.
            pub const EDGES: &'static [($state, $event, $state)] =
                &[$(($state::$from, $event::$by, $state::$to),)+];
            /// The table as the API publishes it.
            pub const PUBLISHED: $crate::kernel::lifecycle::Published =
                $crate::kernel::lifecycle::Published {
                    name: $name,
                    states: &[$($text,)+],
                    edges: &[$((
                        $state::$from.as_str(), stringify!($by), $state::$to.as_str(),
                    ),)+],
                };

            /// The stored text.
            pub const fn as_str(self) -> &'static str {
                match self { $($state::$variant => $text,)+ }
            }

            /// Reads the stored text; unknown text is `None`, never a default.
            pub fn parse(text: &str) -> Option<Self> {
                match text { $($text => Some($state::$variant),)+ _ => None }
            }

            /// Whether no edge leaves this state.
            pub fn is_terminal(self) -> bool {
                !Self::EDGES.iter().any(|(from, _, _)| *from == self)
            }

            /// The move this event makes from here, or the refusal.
            pub(super) fn step(
                self,
                event: $event,
            ) -> Result<Step, $crate::kernel::lifecycle::Illegal> {
                Self::EDGES
                    .iter()
                    .find(|(from, by, _)| *from == self && *by == event)
                    .map(|(from, _, to)| Step { from: *from, to: *to })
                    .ok_or($crate::kernel::lifecycle::Illegal {
                        from: self.as_str(),
                        event: event.as_str(),
                    })
            }
        }

        impl $event {
            /// Every event.
            pub const ALL: &'static [$event] = &[$($event::$ev,)+];

            /// The event's name.
            pub const fn as_str(self) -> &'static str {
                match self { $($event::$ev => stringify!($ev),)+ }
            }
        }

        /// A legal move, made by the table alone and spent by `store::apply`.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub struct Step { from: $state, to: $state }

        impl Step {
            /// The state the row must still be in.
            pub fn from(&self) -> $state { self.from }
            /// The state the row will be in.
            pub fn to(&self) -> $state { self.to }
        }
    };
}

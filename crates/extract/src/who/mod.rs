//! Who said it, and through whom it came: the people and bodies that a text names, which of them a source means, and
//! the relayers of their words.

pub(crate) mod channel;
pub(crate) mod entities;
mod lists;
pub(crate) mod names;
pub(crate) mod outlet;
pub(crate) mod relay;
pub(crate) mod resolve;

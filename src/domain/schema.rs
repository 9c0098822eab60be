//! JSON Schemas of the values that are written as something else than their fields.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};

use super::claim::Standard;
use super::decimal::Decimal;
use super::slug::Slug;
use super::statement::StatementId;
use super::time::When;

macro_rules! text {
    ($($name:ident: $pattern:literal, $description:literal;)*) => {$(
        impl JsonSchema for $name {
            fn schema_name() -> Cow<'static, str> {
                stringify!($name).into()
            }

            fn json_schema(_: &mut SchemaGenerator) -> Schema {
                json_schema!({ "description": $description, "type": "string", "pattern": $pattern })
            }
        }
    )*};
}

text! {
    Slug: "^[a-z0-9]+(-[a-z0-9]+)*$", "An id.";
    StatementId: "^s[a-z0-9]{7,}$", "The id of a statement.";
    When: "^[0-9]{4}-[0-9]{2}(-[0-9]{2}(T[0-9]{2}:[0-9]{2}Z)?)?$", "A minute, a day or a month.";
    Standard: "^(acknowledgement|corroboration:[0-9]+)$", "What it takes to confirm a claim.";
}

impl JsonSchema for Decimal {
    fn schema_name() -> Cow<'static, str> {
        "Number".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "An integer, or a text if it has a fraction.",
            "type": ["integer", "string"],
        })
    }
}

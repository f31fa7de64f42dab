"""What the database itself holds tenants' documents to ($jsonSchema): identity, types and what queries rely on.

The models check everything else before a write; these stop what comes past them.
"""

from __future__ import annotations

from typing import Any

Schema = dict[str, Any]

_TEXT: Schema = {"bsonType": "string"}
_ID: Schema = {"bsonType": "string", "minLength": 1, "maxLength": 200}
_SLUG: Schema = {"bsonType": "string", "pattern": "^[a-z0-9]+(-[a-z0-9]+)*$"}
_CURRENCY: Schema = {"bsonType": "string", "pattern": "^[A-Z]{3}$"}
_PRICE: Schema = {"bsonType": "decimal", "minimum": 0, "exclusiveMinimum": True}
_AMOUNT: Schema = {"bsonType": "decimal", "minimum": 0}
_MOMENT: Schema = {"bsonType": "date"}
_NUMBER: Schema = {"bsonType": ["int", "long", "double", "decimal"]}
_TRUTH: Schema = {"bsonType": "bool"}


def _maybe(schema: Schema) -> Schema:
    return {"anyOf": [{"bsonType": "null"}, schema]}


def _list(items: Schema) -> Schema:
    return {"bsonType": "array", "items": items}


def _object(required: str, **properties: Schema) -> Schema:
    return {"bsonType": "object", "required": required.split(), "properties": properties}


def _document(required: str, **properties: Schema) -> Schema:
    """A tenant's document: whose it is, and of which store."""
    return _object(f"tenant_id store_id {required}".rstrip(), tenant_id=_ID, store_id=_ID, **properties)


_VARIANT = _object("id", id=_ID, price=_maybe(_PRICE), in_stock=_TRUTH)
_MEDIA = _object("id source", id=_ID, source=_TEXT)

SCHEMAS: dict[str, Schema] = {
    "products": _document(
        "id slug name price currency category category_ids content_hash",
        id=_ID,
        slug=_SLUG,
        name={"bsonType": "string", "minLength": 1},
        price=_PRICE,
        compare_at_price=_maybe(_PRICE),
        currency=_CURRENCY,
        category=_maybe(_ID),
        category_ids=_list(_ID),
        brand_id=_maybe(_ID),
        content_hash=_TEXT,
        changed_on=_maybe(_TEXT),
        in_stock=_TRUTH,
        variants=_list(_VARIANT),
        media=_list(_MEDIA),
    ),
    "brands": _document("id slug name content_hash", id=_ID, slug=_SLUG, name=_TEXT, content_hash=_TEXT),
    "categories": _document(
        "id slug name content_hash", id=_ID, slug=_SLUG, name=_TEXT, parent_id=_maybe(_ID), content_hash=_TEXT
    ),
    "configurations": _document("store_name theme currency", store_name=_TEXT, theme=_TEXT, currency=_CURRENCY),
    "orders": _document(
        "id created_at total currency lines",
        id=_ID,
        created_at=_MOMENT,
        total=_AMOUNT,
        currency=_CURRENCY,
        customer_id=_maybe(_ID),
        lines=_list(_object("product_id quantity price", product_id=_ID, quantity=_NUMBER, price=_AMOUNT)),
    ),
    "customers": _document(
        "id email", id=_ID, email={"bsonType": "string", "pattern": "^[^@\\s]+@[^@\\s]+$"}, name=_maybe(_TEXT)
    ),
    # Written by imaging: what is known of a photo, by the digest of its file.
    "media": _document(""),
    "quarantine": _document(
        "source row field reason remedy about",
        source=_TEXT,
        row=_NUMBER,
        field=_TEXT,
        reason=_TEXT,
        remedy=_TEXT,
        about={"enum": ["product", "variant", "value", "photo"]},
    ),
}

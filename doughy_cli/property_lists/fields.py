"""What a property's columns are called by the providers of lists.

The spellings are those of the exports of PropStream and BatchLeads, of MLS and of county
assessors.
"""

from __future__ import annotations

from doughy_cli.intake.headers import Field

ADDRESS = (
    Field("address_line_1", ("property address", "property street address", "property street",
                             "property address 1", "property address line 1", "site address",
                             "site street address", "situs address", "situs street address",
                             "situs street", "situs", "subject property address",
                             "subject address", "physical address", "location address",
                             "parcel address", "property full address", "address",
                             "street address", "address 1", "address line one", "street",
                             "street 1")),
    Field("address_line_2", ("property unit", "property unit number", "property address 2",
                             "property address line 2", "situs unit", "situs unit number",
                             "site unit", "unit", "unit number", "apt", "apartment", "suite",
                             "address 2", "street 2")),
    Field("city", ("property city", "site city", "situs city", "subject city", "physical city",
                   "location city", "town")),
    Field("state", ("property state", "site state", "situs state", "subject state",
                    "physical state", "location state", "state province", "province")),
    Field("zip", ("property zip", "property zip code", "property postal code", "property zipcode",
                  "site zip", "site zip code", "situs zip", "situs zip code", "situs zip 5",
                  "subject zip", "physical zip", "location zip", "zip code", "zipcode",
                  "postal code", "postcode", "zip postal code")),
)  # fmt: skip
PROPERTY = (
    Field("bedrooms", ("beds", "bedroom", "bedroom count", "bed", "br", "number of bedrooms",
                       "total bedrooms", "bedrooms total")),
    Field("bathrooms", ("total bathrooms", "baths", "bath", "bathroom", "bathroom count", "ba",
                        "number of bathrooms", "total baths", "bathrooms total")),
    Field("square_feet", ("sqft", "sq ft", "building sqft", "living area", "living sqft",
                          "living square feet", "building square feet", "building area",
                          "total building area square feet", "square footage", "total sqft",
                          "gross living area", "gla", "living area sqft", "heated sqft")),
    Field("lot_size", ("lot size sqft", "lot size square feet", "lot sqft", "lot square feet",
                       "lot area", "lot size sq ft", "lot")),
    Field("lot_acres", ("lot size acres", "acres", "acreage", "lot acreage", "lot area acres")),
    Field("year_built", ("year", "built", "yr built", "construction year",
                         "effective year built", "built year", "yearbuilt")),
    Field("purchase_price", ("our purchase price",)),
    Field("arv", ("after repair value", "after repaired value", "estimated arv")),
    Field("repair_estimate", ("repairs", "repair cost", "repair costs", "estimated repairs",
                              "estimated repair cost", "rehab", "rehab cost", "rehab estimate")),
    Field("property_type", ("property type detail", "property use", "land use", "use code",
                            "property class", "property use code", "building type",
                            "land use description")),
    Field("mls_id", ("mls number", "mls", "mls no", "mls listing id")),
    Field("parcel_number", ("apn", "parcel", "parcel id", "parcel no", "pin",
                            "assessor parcel number", "assessors parcel number",
                            "apn parcel number", "parcel apn", "apn parcel id", "parcel num",
                            "tax parcel", "tax parcel number", "tax id", "folio",
                            "folio number")),
    Field("latitude", ("lat", "property latitude", "situs latitude")),
    Field("longitude", ("lon", "lng", "long", "property longitude", "situs longitude")),
    # What is said of the property and has no column of its own; none of it is an ARV.
    Field("property_notes", ("estimated value", "est value", "property value", "market value",
                             "estimated market value", "avm", "zestimate", "assessed value",
                             "total assessed value", "estimated equity", "est equity", "equity",
                             "last sale date", "last sale recording date", "last sale price",
                             "last sale amount", "sale date", "sale price", "owner occupied",
                             "is owner occupied", "vacant", "is vacant", "county",
                             "property county", "situs county", "subdivision",
                             "legal description", "zoning", "total open loans", "est loan to value",
                             "est remaining balance of open loans", "mls status", "mls amount",
                             "property description"),
          many=True),
)  # fmt: skip

PROPERTY_FIELDS = tuple(field.name for field in PROPERTY)

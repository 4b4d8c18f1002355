"""An HSDS 1.1 package as real ones are: children without parents, rows without ids, spoiled letters, circles."""

import csv
import io
import zipfile


def table(header, rows):
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(header)
    writer.writerows(rows)
    return text.getvalue().encode()


def spoiled(text):
    """UTF-8 that somebody read as Windows' western encoding."""
    return text.encode().decode("cp1252")


def package(services):
    """Its files by name, for so many services."""
    numbers = range(services)
    return {
        "organizations.csv": table(
            ["id", "name", "description", "parent_organization_id"],
            [["o1", spoiled("Café de l’Été"), "x", "o2"], ["o2", "Town hall", "x", "o1"], ["o3", "Library", "x", ""]],
        ),
        "services.csv": table(
            ["id", "organization_id", "name", "description", "status", "fees", "url"],
            [
                [
                    f"s{one}",
                    f"o{one % 3 + 1}",
                    f"Workshop {one}",
                    spoiled("Atelier d’été à la ferme") if one % 10 == 0 else "An evening",
                    "active" if one % 7 else "defunct",
                    "None" if one % 2 else "$10 a month",
                    "www.example.org/page",
                ]
                for one in numbers
            ],
        ),
        "locations.csv": table(
            ["id", "organization_id", "name", "latitude", "longitude"],
            [[f"l{one}", "o1", f"Hall {one}", 44.5, -70 if one % 50 else 700] for one in numbers],
        ),
        "services_at_location.csv": table(
            ["id", "service_id", "location_id"], [["", f"s{one}", f"l{one}"] for one in numbers]
        ),
        "physical_addresses.csv": table(
            ["id", "location_id", "address_1", "city", "postal_code"],
            [["", f"l{one}", f"{one} Main Street", "Belmoulin", "00410"] for one in numbers],
        ),
        "regular_schedules.csv": table(
            ["id", "service_id", "location_id", "weekday", "opens_at", "closes_at"],
            [["", f"s{one}", "", "Monday", "09:00", "17:00"] for one in numbers],
        ),
        "eligibility.csv": table(
            ["id", "service_id", "eligibility"],
            [["", "" if one % 4 == 0 else f"s{one}", "Adults"] for one in numbers],
        ),
        "phones.csv": table(["id", "service_id", "number"], [["", f"s{one}", f"555 {one:04}"] for one in numbers]),
    }


def as_zip(files):
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return data.getvalue()

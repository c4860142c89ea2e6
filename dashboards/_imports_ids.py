"""The ids that the import page's components, callbacks and script share."""


class Id:
    CITY = "import-city"
    KIND = "import-kind"
    SOURCE = "import-source"
    SERVICE = "import-service"
    STANDARD = "import-standard"
    ADDRESS = "import-address"
    FETCH = "import-fetch"
    FETCHING = "import-fetching"
    FETCHED = "import-fetched"
    WHOSE = "import-whose"
    DROP = "import-drop"
    TOKEN = "import-token"  # noqa: S105  the name of a store
    COLUMNS = "import-columns"
    SAID = "import-said"
    RESULT = "import-result"
    CONFIRM = "import-confirm"
    CONFIRM_BOX = "import-confirm-box"
    ABOUT = "import-about"
    MAP = "import-map"
    AREAS = "import-areas"

"""Creates the application: what `flask` and the WSGI server load."""

from committee.web.factory import create_app
from config import WrongSetting, read_settings

try:
    app = create_app(read_settings())
except WrongSetting as refusal:
    raise SystemExit(str(refusal)) from None

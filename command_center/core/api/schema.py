"""The OpenAPI document and its browsable page."""

from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerView

schema = SpectacularAPIView.as_view(permission_classes=[], authentication_classes=[])
docs = SpectacularSwaggerView.as_view(url_name="schema", permission_classes=[], authentication_classes=[])

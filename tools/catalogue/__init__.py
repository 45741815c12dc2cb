"""What can be chosen: regions, sizes, apps, and the words people use for them."""

from tools.catalogue.catalogue import App, Catalogue, Region, Sku, Term
from tools.catalogue.places import Place, Places

__all__ = ["App", "Catalogue", "Place", "Places", "Region", "Sku", "Term"]

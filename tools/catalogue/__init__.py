"""What can be chosen: regions, sizes, apps, and the words people use for them."""

from tools.catalogue.catalogue import App, Catalogue, Region, Term
from tools.catalogue.lists import apps_list, regions_list, skus_list
from tools.catalogue.machines import Sku
from tools.catalogue.places import Place, Places

__all__ = [
    "App", "Catalogue", "Place", "Places", "Region", "Sku", "Term", "apps_list", "regions_list", "skus_list",
]  # fmt: skip

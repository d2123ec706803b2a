package io.mallwatch.samplemall.web;

import io.mallwatch.samplemall.shop.Catalogue;
import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// Shops and products, open to everybody.
@RestController
@RequestMapping("/api/v1")
class ShopController {
  private final Catalogue catalogue;

  ShopController(Catalogue catalogue) {
    this.catalogue = catalogue;
  }

  @GetMapping("/shops")
  List<Catalogue.Shop> shops() {
    return catalogue.shops();
  }

  @GetMapping("/shops/{shopId}/products")
  List<Catalogue.Product> products(@PathVariable long shopId) {
    return catalogue.productsOf(shopId);
  }

  @GetMapping("/products/{productId}")
  Catalogue.Product product(@PathVariable long productId) {
    return catalogue.product(productId);
  }

  @GetMapping("/products")
  List<Catalogue.Product> search(@RequestParam String q) {
    return catalogue.search(q);
  }
}

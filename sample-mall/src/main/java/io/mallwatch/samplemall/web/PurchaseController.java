package io.mallwatch.samplemall.web;

import io.mallwatch.samplemall.shop.Orders;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/// Purchase orders: place, pay, look.
@RestController
@RequestMapping("/api/v1/purchases")
class PurchaseController {
  private final Orders orders;

  PurchaseController(Orders orders) {
    this.orders = orders;
  }

  /// What to buy.
  record Basket(long productId, int quantity) {}

  /// How to pay.
  record Payment(String channel) {}

  @PostMapping
  @ResponseStatus(HttpStatus.CREATED)
  Orders.Order place(@RequestBody Basket basket, HttpServletRequest request) {
    return orders.place(Caller.userId(request), basket.productId(), basket.quantity());
  }

  @PostMapping("/{orderId}/pay")
  Orders.Order pay(
      @PathVariable long orderId, @RequestBody Payment payment, HttpServletRequest request) {
    return orders.pay(Caller.userId(request), orderId, payment.channel());
  }

  @GetMapping
  List<Orders.Order> history(HttpServletRequest request) {
    return orders.history(Caller.userId(request));
  }

  @GetMapping("/{orderId}")
  Orders.Order order(@PathVariable long orderId, HttpServletRequest request) {
    return orders.owned(Caller.userId(request), orderId, "read");
  }
}

/// What the mall does: users, catalogue, orders, payments, points, levels. Start at
/// [io.mallwatch.samplemall.shop.Orders].
@NullMarked
package io.mallwatch.samplemall.shop;

import org.jspecify.annotations.NullMarked;

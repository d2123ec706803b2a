/// The mall's HTTP interface. Start at [io.mallwatch.samplemall.web.PurchaseController].
@NullMarked
package io.mallwatch.samplemall.web;

import org.jspecify.annotations.NullMarked;

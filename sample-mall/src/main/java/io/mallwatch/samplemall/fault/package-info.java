/// Ways to break the mall, each of which really happens. Start at
/// [io.mallwatch.samplemall.fault.Fault].
@NullMarked
package io.mallwatch.samplemall.fault;

import org.jspecify.annotations.NullMarked;

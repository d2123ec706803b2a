/// The mall's side of Mallwatch: one dependency, one property (`mallwatch.url`). Start at
/// [io.mallwatch.starter.MallwatchProperties], then read one sub-package per concern; each holds
/// its own auto-configuration. Nothing here needs Spring Boot's actuator; where it is present, its
/// beans win.
@NullMarked
package io.mallwatch.starter;

import org.jspecify.annotations.NullMarked;

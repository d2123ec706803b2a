/// What is watched, in the paper's five groups: business, application, system, security, log.
@NullMarked
package io.mallwatch.monitors;

import org.jspecify.annotations.NullMarked;

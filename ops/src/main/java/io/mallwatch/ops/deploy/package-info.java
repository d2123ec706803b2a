/// New versions of the mall: brought into use without losing a request ([BlueGreen], as
/// [BlueGreenPlan] says), remembered ([Deployment]) and judged ([DeliveryFigures]).
@NullMarked
package io.mallwatch.ops.deploy;

import org.jspecify.annotations.NullMarked;

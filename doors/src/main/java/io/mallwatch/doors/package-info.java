/// How the world speaks to Mallwatch: one package a protocol, and the console's own API. Doors see
/// ports, never engines.
@NullMarked
package io.mallwatch.doors;

import org.jspecify.annotations.NullMarked;

// SPDX-License-Identifier: Apache-2.0

/** A cluster for each test class and a namespace for each test, by an annotation. */
@NullMarked
package dev.conduit.testkit.kubernetes.junit;

import org.jspecify.annotations.NullMarked;

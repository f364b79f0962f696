// SPDX-License-Identifier: Apache-2.0
/**
 * The rules of the architecture that a machine can check, once for all modules. A module's {@code
 * ArchTest} names its packages and takes the rules that apply to it; each rule says in its text why
 * it is there. What only byte code shows (which catch clause a person wrote, which switch has a
 * default) is read with the JDK's class file API.
 */
@NullMarked
package dev.conduit.testkit.arch;

import org.jspecify.annotations.NullMarked;

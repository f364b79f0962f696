// SPDX-License-Identifier: Apache-2.0
package dev.conduit.testkit.arch;

import com.tngtech.archunit.lang.ArchRule;

/**
 * One rule by its number in {@code docs/design} and CONTRIBUTING.
 *
 * @param number of the rule; exceptions are made by it
 * @param name in a few words
 * @param rule to check
 */
record Rule(int number, String name, ArchRule rule) {}

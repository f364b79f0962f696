// SPDX-License-Identifier: Apache-2.0
package dev.conduit.testkit.arch;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.function.Function;
import java.util.stream.Stream;

/** Conditions on a class, told as the sentences that break them. */
final class Conditions {
  private Conditions() {}

  /**
   * Holds when nothing is found.
   *
   * @param description continues "classes should"
   * @param violations one sentence each; empty when all is well
   */
  static ArchCondition<JavaClass> none(
      String description, Function<JavaClass, Stream<String>> violations) {
    return new ArchCondition<>(description) {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        violations
            .apply(type)
            .forEach(text -> events.add(SimpleConditionEvent.violated(type, text)));
      }
    };
  }
}

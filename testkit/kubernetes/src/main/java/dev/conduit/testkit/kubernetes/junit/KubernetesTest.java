// SPDX-License-Identifier: Apache-2.0
package dev.conduit.testkit.kubernetes.junit;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Gives the tests of a class a real control plane: parameters of type {@link
 * dev.conduit.testkit.kubernetes.ControlPlane} and {@link TestNamespace} are filled in. The cluster
 * is started before the first test that asks for it, and closed at the end.
 *
 * <pre>{@code
 * @KubernetesTest(rung = 1)
 * class ApplierIT {
 *   @Test
 *   void apply_newBlock_creates(ControlPlane plane, TestNamespace namespace) {}
 * }
 * }</pre>
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(ClusterExtension.class)
public @interface KubernetesTest {
  /** 1: API server and etcd. 2: also controller manager, scheduler and KWOK's nodes. */
  int rung() default 2;

  /**
   * True: all classes of this JVM that say so share one cluster per rung; a test must then leave
   * nodes, stages and cluster-wide objects as it found them. False: the class has its own.
   */
  boolean shared() default false;
}

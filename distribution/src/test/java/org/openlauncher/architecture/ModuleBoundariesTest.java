package org.openlauncher.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Optional;
import java.util.stream.Collectors;

/** Who may know whom (docs/architecture.md); modules are told apart by where their classes lie. */
@AnalyzeClasses(
    packages = "org.openlauncher",
    importOptions = {
      ImportOption.DoNotIncludeTests.class,
      ImportOption.DoNotIncludePackageInfos.class
    })
class ModuleBoundariesTest {
  private static final DescribedPredicate<JavaClass> ANY_PLUGIN = Module.named("plugin-[a-z]+");
  private static final DescribedPredicate<JavaClass> HOST = Module.named("launcher-host");

  @ArchTest
  static final ArchRule API_KNOWS_THE_JDK_ALONE =
      classes()
          .that(Module.named("launcher-api"))
          .should()
          .onlyDependOnClassesThat(
              Module.named("launcher-api")
                  .or(
                      resideInAnyPackage(
                          "java..", "org.jspecify.annotations..", "org.osgi.annotation..")));

  @ArchTest
  static final ArchRule SHARED_BUNDLES_KNOW_NEITHER_HOST_NOR_PLUGINS =
      noClasses()
          .that(Module.named("launcher-(config|auth|process|container|sessions|wire)"))
          .should()
          .dependOnClassesThat(HOST.or(ANY_PLUGIN))
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule PLUGINS_NEVER_SEE_THE_HOST =
      noClasses()
          .that(ANY_PLUGIN)
          .should()
          .dependOnClassesThat(HOST.or(Module.named("launcher-sessions|distribution")))
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule THE_HOST_NEVER_NAMES_A_PLUGIN =
      noClasses().that(HOST).should().dependOnClassesThat(ANY_PLUGIN).allowEmptyShould(true);

  @ArchTest
  static final ArchRule ONLY_THE_HOST_SPEAKS_HTTP_WITH_JETTY =
      noClasses()
          .that(DescribedPredicate.not(HOST))
          .should()
          .dependOnClassesThat(resideInAPackage("org.eclipse.jetty.."));

  /** It reads configuration and key as the bundles do, but on a class path of its own. */
  @ArchTest
  static final ArchRule THE_BOOT_KNOWS_NO_RUNNING_PART =
      classes()
          .that(Module.named("distribution"))
          .should()
          .onlyDependOnClassesThat(
              Module.named("distribution|launcher-(api|config|auth)")
                  .or(
                      resideInAnyPackage(
                          "java..",
                          "javax.net.ssl..",
                          "org.jspecify.annotations..",
                          "org.osgi.framework..",
                          "picocli..",
                          "tools.jackson..")));

  @ArchTest
  static final ArchRule ONE_PACKAGE_KNOWS_WHAT_WRITES_THE_LOG =
      noClasses()
          .that()
          .resideOutsideOfPackage("org.openlauncher.host.logging")
          .should()
          .dependOnClassesThat(resideInAPackage("ch.qos.logback.."));

  @ArchTest
  static final ArchRule COMPONENTS_NEED_NO_ACTIVATOR =
      noClasses().should().implement("org.osgi.framework.BundleActivator");

  @ArchTest
  static final ArchRule NOTHING_STATIC_CHANGES = fields().that().areStatic().should().beFinal();

  @ArchTest
  static void pluginsDoNotKnowEachOther(JavaClasses all) {
    assertThat(
            all.that(ANY_PLUGIN).stream()
                .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
                .filter(
                    dependency ->
                        ANY_PLUGIN.test(dependency.getTargetClass())
                            && !Module.of(dependency.getTargetClass())
                                .equals(Module.of(dependency.getOriginClass())))
                .map(Object::toString))
        .isEmpty();
  }

  @ArchTest
  static void everyClassBelongsToAModule(JavaClasses all) {
    assertThat(all.stream().filter(type -> Module.of(type).isEmpty())).isEmpty();
    assertThat(all.stream().map(Module::of).flatMap(Optional::stream).collect(Collectors.toSet()))
        .contains("launcher-api", "distribution");
  }
}

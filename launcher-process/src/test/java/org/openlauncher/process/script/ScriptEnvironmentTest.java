package org.openlauncher.process.script;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.openlauncher.api.error.ErrorCode;
import org.openlauncher.api.error.LauncherException;

final class ScriptEnvironmentTest {
  private static final List<String> COMMAND = List.of("program", "argument");

  @Test
  void ordinaryNamesNeedNoFurtherProgram() {
    ScriptEnvironment environment =
        ScriptEnvironment.of(Optional.empty(), Map.of("HOME", "/h"), "MARK=1", COMMAND);

    assertThat(environment.assignments()).containsExactly("MARK=1", "HOME=/h");
    assertThat(environment.command()).isEqualTo(COMMAND);
  }

  @Test
  void otherNamesTravelUnderAnotherOneAndTheirValuesAreNoArguments() {
    ScriptEnvironment environment =
        ScriptEnvironment.of(Optional.of("/bin/env"), Map.of("a.$b", "secret"), "MARK=1", COMMAND);

    assertThat(environment.assignments())
        .containsExactly("MARK=1", "openlauncher_carried_0=secret");
    assertThat(environment.command())
        .containsExactly(
            "/bin/env",
            "-u",
            "openlauncher_carried_0",
            "-S\"a.\\$b=${openlauncher_carried_0}\" ",
            "program",
            "argument");
  }

  @Test
  void otherNamesAreRefusedWhereNothingCanCarryThem() {
    LauncherException refusal =
        catchThrowableOfType(
            LauncherException.class,
            () -> ScriptEnvironment.of(Optional.empty(), Map.of("a.b", "secret"), "M=1", COMMAND));

    assertThat(refusal.code()).isEqualTo(ErrorCode.REQUEST_NOT_SUPPORTED);
    assertThat(refusal).hasMessageContaining("a.b").hasMessageNotContaining("secret");
  }
}

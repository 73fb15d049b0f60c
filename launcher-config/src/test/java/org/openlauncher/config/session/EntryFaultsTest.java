package org.openlauncher.config.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** One fault at a time, with the exact message that the administrator reads. */
final class EntryFaultsTest {
  @TempDir private Path directory;
  private SessionFiles files;

  @BeforeEach
  void makeFolder() {
    files = new SessionFiles(directory);
  }

  private static Arguments mount(String content, String told) {
    return Arguments.of("launcher-mounts", content, told);
  }

  private static Arguments environment(String content, String told) {
    return Arguments.of("launcher-env", content, told);
  }

  private static Arguments ports(String content, String told) {
    return Arguments.of("launcher-ports", content, told);
  }

  private static Arguments rserver(String content, String told) {
    return Arguments.of("rserver.conf", content, told);
  }

  static List<Arguments> mountFaults() {
    return List.of(
        mount(
            "# c\nMountPath: /x\nPath: /y\n",
            "2: a mount: the field \"MountType\" is required and missing"),
        mount(
            "MountType: Host\nPath: /y\n",
            "1: a mount: the field \"MountPath\" is required and missing"),
        mount(
            "MountType: Host\nMountPath: /x\n",
            "1: a mount of type Host: the field \"Path\" is required and missing"),
        mount(
            "MountType: NFS\nMountPath: /x\nHost: nfs\n",
            "1: a mount of type NFS: the field \"Path\" is required and missing"),
        mount(
            "MountType: CephFs\nMountPath: /x\n",
            "1: a mount of type CephFs: the field \"Monitors\" is required and missing"),
        mount(
            "MountType: CephFs\nMonitors: a:1\nPath: /x\n",
            "1: a mount: the field \"MountPath\" is required and missing"),
        mount(
            "MountType: GlusterFs\nMountPath: /x\nPath: v\n",
            "1: a mount of type GlusterFs: the field \"Endpoints\" is required and missing"),
        mount(
            "MountType: GlusterFs\nMountPath: /x\nEndpoints: e\n",
            "1: a mount of type GlusterFs: the field \"Path\" is required and missing"),
        mount(
            "MountType: AzureFile\nMountPath: /x\nShareName: s\n",
            "1: a mount of type AzureFile: the field \"SecretName\" is required and missing"),
        mount(
            "MountType: AzureFile\nMountPath: /x\nSecretName: s\n",
            "1: a mount of type AzureFile: the field \"ShareName\" is required and missing"),
        mount(
            "MountType: KubernetesPersistentVolumeClaim\nMountPath: /x\n",
            "1: a mount of type KubernetesPersistentVolumeClaim: the field \"ClaimName\" is required"
                + " and missing"),
        mount(
            "MountType: Passthrough\nMountPath: /x\n",
            "1: a mount of type Passthrough: the field \"FilePath\" is required and missing"),
        mount(
            "MountType: Passthrough\nMountPath: /x\nFilePath: /no/such\n",
            "3: FilePath: /no/such does not exist"),
        mount(
            "MountType: Passthrough\nMountPath: /x\nFilePath: /etc/hostname\n",
            "3: FilePath: /etc/hostname holds no JSON object: no brace"),
        mount(
            "MountType: Nsf\nMountPath: /x\nPath: /y\n",
            "1: MountType: expected one of Host, NFS, CephFs, GlusterFs, AzureFile,"
                + " KubernetesPersistentVolumeClaim, Passthrough, found \"Nsf\"; did you mean"
                + " \"NFS\"?"),
        mount(
            "MountType: Host\nMountPath: x\nPath: /y\n",
            "2: MountPath: expected an absolute path, found \"x\""),
        mount(
            "MountType: Host\nMountPath: /x\nPath: y\n",
            "3: Path: expected an absolute path, found \"y\""),
        mount(
            "MountType: Host\nMountPath: /x/../y\nPath: /y\n",
            "2: MountPath: expected a path without .., found \"/x/../y\""),
        mount(
            "MountType: Host\nMountPath: /x\nPath: /y\nReadOnly: maybe\n",
            "4: ReadOnly: expected one of true, false, found \"maybe\""),
        mount(
            "MountType: Host\nMountPath: /x\nPath: /y\nReadonyl: true\n",
            "4: unknown field \"Readonyl\"; did you mean \"ReadOnly\"?"),
        mount(
            "MountType: Host\nMountPath: /x\nPath: /y\nHost: h\n",
            "4: the field \"Host\" is for mounts of type NFS, and this one is of type Host"),
        mount(
            "MountType: NFS\nMountPath: /x\nPath: /y\nMonitors: h\n",
            "4: the field \"Monitors\" is for mounts of type CephFs, and this one is of type NFS"),
        mount(
            "MountType: Host\nMountPath: /x\nPath: /y\nPath: /z\n",
            "4: the field \"Path\" stands in this entry already, in line 3; entries are separated by"
                + " a blank line"),
        mount(
            "MountType: Host\nMountPath /x\nPath: /y\n",
            "2: expected Field: value, found no colon in \"MountPath /x\""),
        mount(
            "MountType: Host\n  MountPath: /x\nPath: /y\n",
            "2: expected one value of MountType, found an indented line that continues it:"
                + " \"MountPath: /x\"; a field begins at the beginning of its line",
            "1: a mount: the field \"MountPath\" is required and missing"),
        mount(
            "MountType: Host\nMountPath:\nPath: /y\n",
            "2: MountPath: expected a value, found nothing"),
        mount(
            "MountType: Host\nMountPath: /x\nPath: /y\nWorkbench: Jupiterlab\n",
            "4: Workbench: expected one of RStudio, JupyterLab, Jupyter Notebook, VS Code, any,"
                + " found \"Jupiterlab\"; did you mean \"JupyterLab\"?"),
        mount(
            "MountType: Host\nMountPath: /x\nPath: /y\nJobType: sesion\n",
            "4: JobType: expected one of session, adhoc, any, found \"sesion\"; did you mean"
                + " \"session\"?"),
        mount(
            "MountType: Host\nMountPath: /x\nPath: /y\nCluster: Kubernets\n",
            "4: warning: Cluster: launcher.conf has no cluster \"Kubernets\"; did you mean"
                + " \"Kubernetes\"?"),
        mount(
            "MountType: Host\nMountPath: /x\nPath: /home/{user}\n",
            "3: warning: {user} stays as it is: only {USER} and {HOME}, in upper case, are"
                + " replaced"),
        mount(
            "MountType: CephFs\nMountPath: /x\nMonitors: a:1,,b:2\n",
            "3: Monitors: expected addresses separated by commas, found \"a:1,,b:2\""),
        mount(
            "MountType: Host\nMountPath: /x\nPath: /y\n\nMountType: Host\nMountPath: /x/\nPath: /z\n",
            "5: MountPath: another mount at /x for the same jobs stands in line 1"),
        mount(": /x\n", "1: expected Field: value, found nothing before the colon"));
  }

  private static Arguments mount(String content, String told, String toldFirst) {
    return Arguments.of("launcher-mounts", content, toldFirst + "\n" + told);
  }

  static List<Arguments> otherFaults() {
    return List.of(
        environment("A=1\nB\n", "2: expected KEY=VALUE, found no equals sign"),
        environment(
            "A=1\n=2\n",
            "2: expected the name of a variable before the equals sign, found"
                + " nothing; a name is letters, digits and underscores and begins with no digit"),
        environment(
            "1A=1\n",
            "1: expected the name of a variable before the equals sign, found"
                + " \"1A\"; a name is letters, digits and underscores and begins with no digit"),
        environment(
            "Environment: A=1\nB=2\n",
            "2: expected Field: value; KEY=VALUE stands behind a"
                + " field, on its line or indented below it"),
        environment(
            "JobType: session\nEnvironment: A=1\n\n B=2\n",
            "4: an indented line continues"
                + " the field above it, and there is none: expected Field: value or KEY=VALUE at the"
                + " beginning of the line"),
        environment(
            "Enviroment: A=1\n", "1: unknown field \"Enviroment\"; did you mean \"Environment\"?"),
        environment(
            "Environment: A=1\n Cluster: Local\n", "2: expected KEY=VALUE, found no equals sign"),
        environment(
            "A=1\nEnvironment: B=1\n",
            "2: the field \"Environment\" stands in one entry"
                + " with lines without a field; separate them by a blank line"),
        environment(
            "Environment: A=1\n A=2\n",
            "2: warning: A stands in this entry already, in line 1; the later value counts"),
        environment("JobType: adhoc\n", "1: warning: the entry has no effect: it sets no variable"),
        environment(
            "JobType: adhoc\nWorkbench: RStudio\nEnvironment: A=1\n",
            "2: warning: the entry is for no job at all: ad-hoc jobs have no workbench"),
        ports("http\n", "1: expected one port, a whole number from 1 to 65535, found \"http\""),
        ports("0\n", "1: expected one port, a whole number from 1 to 65535, found \"0\""),
        ports("65536\n", "1: expected one port, a whole number from 1 to 65535, found \"65536\""),
        ports(
            "Ports: 80, 81\n",
            "1: expected one port, a whole number from 1 to 65535, found \"80, 81\""),
        ports("Ports: 80\n\t80\n", "2: warning: port 80 stands in this entry already, in line 1"),
        ports("Port: 80\n", "1: unknown field \"Port\"; did you mean \"Ports\"?"),
        ports(
            "Ports: 80\n81\n",
            "2: expected Field: value; a port stands behind a field, on its line or indented below"
                + " it"),
        rserver(
            "launcher-sesions-enabled=1\n",
            "1: warning: the launcher does not know the key"
                + " \"launcher-sesions-enabled\"; did you mean \"launcher-sessions-enabled\"?"),
        rserver(
            "launcher-sessions-enabled=on\n",
            "1: launcher-sessions-enabled: expected 0 or 1, found \"on\""),
        rserver(
            "launcher-port=x\n",
            "1: launcher-port: expected a whole number from 1 to 65535, found \"x\""),
        rserver(
            "launcher-sessions-callback-address=localhost:8787\n",
            "1: launcher-sessions-callback-address: expected an address that begins with http:// or"
                + " https://, found \"localhost:8787\""),
        rserver(
            "launcher-default-cluster=Kubernets\n",
            "1: warning: launcher-default-cluster: launcher.conf has no cluster \"Kubernets\"; did"
                + " you mean \"Kubernetes\"?"),
        rserver(
            "launcher-address=localhost\nlauncher-port=5560\n",
            "2: warning: launcher-port is 5560, but the launcher listens at port 5559 ("),
        rserver(
            "launcher-sessions-enabled=1\nlauncher-address=localhost\nlauncher-port=5559\n",
            "1: the key \"launcher-sessions-callback-address\" is required with"
                + " launcher-sessions-enabled=1, and missing"),
        rserver(
            "launcher-sessions-container-image=a\nlauncher-sessions-container-images=b,c\n",
            "1: warning: launcher-sessions-container-image: \"a\" is not among"
                + " launcher-sessions-container-images ("),
        rserver(
            "launcher-sessions-container-image=r 4\n",
            "1: launcher-sessions-container-image: expected an image's name, without blanks, found"
                + " \"r 4\""),
        rserver(
            "launcher-adhoc-container-images=r:4, python 3\n",
            "1: launcher-adhoc-container-images: expected images' names separated by commas, without"
                + " blanks in them, found \"r:4, python 3\""),
        rserver(
            "launcher-sessions-clusters=Local,,x\n",
            "1: launcher-sessions-clusters: expected texts separated by commas, found"
                + " \"Local,,x\""),
        rserver(
            "launcher-port=1\nlauncher-port=2\n",
            "2: the key \"launcher-port\" stands here already, in line 1"),
        Arguments.of(
            "jupyter.conf", "labs-enabled=2\n", "1: labs-enabled: expected 0 or 1, found \"2\""),
        Arguments.of(
            "jupyter.conf",
            "jupyter-exe=jupyter\n",
            "1: jupyter-exe: expected an absolute path, found \"jupyter\""),
        Arguments.of(
            "vscode.conf",
            "args=--x=\"a\n",
            "1: args: expected every quotation mark to be closed, found \"--x=\"a\""),
        Arguments.of(
            "vscode.conf",
            "enable=1\n",
            "1: warning: the launcher does not know the key \"enable\"; did you mean \"enabled\"?"));
  }

  @ParameterizedTest
  @MethodSource({"mountFaults", "otherFaults"})
  void isTold(String file, String content, String told) {
    files.write(file, content);
    files.read();

    List<String> expected = told.lines().map(line -> file + ":" + line).toList();
    assertThat(files.told()).hasSameSizeAs(expected);
    for (int index = 0; index < expected.size(); index++) {
      assertThat(files.told().get(index)).startsWith(expected.get(index));
    }
  }

  @Test
  void keysOfRStudioAreNoneOfTheLaunchers() {
    files.write(
        "rserver.conf",
        """
        server-add-header=a
        server-add-header=b
        auth-pam=1
        www-address=0.0.0.0
        launcher-sessions-container-images=
        """);
    SessionConfiguration read = files.read();

    assertThat(files.told()).isEmpty();
    assertThat(read.sessionImages(Workbench.RSTUDIO)).isEmpty();
  }

  @Test
  void allProblemsOfAllFilesAreTold() {
    files.write("launcher-mounts", "MountType: Nope\nMountPath: x\nReadOnly: x\n");
    files.write("launcher-env", "A\n");
    files.write("launcher-ports", "x\n\ny\n");
    files.write("rserver.conf", "launcher-port=x\nlauncher-use-ssl=x\n");
    files.read();

    assertThat(files.told())
        .extracting(text -> text.substring(0, text.indexOf(": ")))
        .containsExactly(
            "launcher-env:1",
            "launcher-mounts:1",
            "launcher-mounts:2",
            "launcher-mounts:3",
            "launcher-ports:1",
            "launcher-ports:3",
            "rserver.conf:1",
            "rserver.conf:2");
  }

  @Test
  void aSecretIsNotShown() {
    files.write("launcher-env", "DB_PASSWORD=hush\n\nEnvironment: x hush\n");
    SessionConfiguration read = files.read();

    assertThat(files.told()).hasSize(1).noneMatch(text -> text.contains("hush"));
    assertThat(read.values().toString()).contains("DB_PASSWORD=***").doesNotContain("hush");
  }
}

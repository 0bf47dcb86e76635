// Which shell a copied command is for (S23), by the shell that VS Code's terminal uses.

/** `powershell` for PowerShell and cmd.exe, whose users have PowerShell too; everything else quotes as POSIX does. */
export function shellOf(path: string): 'posix' | 'powershell' {
  const program = path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1).toLowerCase();
  return /^(?:pwsh|powershell|cmd)(?:-preview)?(?:\.exe)?$/.test(program) ? 'powershell' : 'posix';
}

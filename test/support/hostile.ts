// The one hostile string of the tests (security N3): everything that some surface of VS Code would bring to life.
export const hostile =
  '[Sign in](command:workbench.action.terminal.new) $(verified) <b style="color:green">ok</b><img src=x> ' +
  '`` ``` https://evil.example/ \u202egnp.exe\u202c \u200bzero\u00adwidth \u001b[32mgreen\u001b[0m\r\nsecond line';

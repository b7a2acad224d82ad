import leftPad from 'left-pad';

leftPad('a', 2);
